// What does this local file export, and what does it count as? Read once, evaluated from that same text (R9, R10).
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ModuleInstance } from "../dataflow/module.ts";
import { cellarError } from "../errors.ts";
import { digestOf } from "../identity/digest.ts";
import { analyzeFile, type FileFacts } from "../source/index.ts";
import { type Exports, evaluate } from "./evaluate.ts";
import type { Link, PackageUse } from "./link.ts";

const ENDINGS = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];
/** TypeScript's way to name a source by what it is compiled to. */
const COMPILED: Readonly<Record<string, string>> = { ".js": ".ts", ".mjs": ".mts", ".cjs": ".cts" };

/** A file and all that it imports, as they were read at one moment: what counts is what is evaluated. */
export interface FileSnapshot {
  /** Digest of the file and of all that it imports. */
  readonly version: string;
  /** Packages that any of its files imports. */
  readonly packages: readonly PackageUse[];
  /** Cells that any of its files imports. */
  readonly cells: readonly ModuleInstance[];
  exports(): unknown;
  /** What its files export, as far as they are loaded. */
  data(): Iterable<unknown>;
}

export interface LocalFiles {
  /** The file that a relative or absolute specifier means; undefined where there is none. */
  resolve(specifier: string, from: string): string | undefined;
  read(file: string): FileSnapshot;
}

/** One file of a snapshot; an import is another of its files, or a link to something else. */
interface FileText {
  readonly text: string;
  readonly facts: FileFacts | undefined;
  readonly imports: ReadonlyMap<string, string | Link>;
}

export interface FileWorld {
  /** What an import means that is no local file, or that a cell stands in for. */
  readonly linkOf: (specifier: string, from: string) => Link;
  readonly isCell: (specifier: string, from: string) => boolean;
  readonly versionText: (link: Link) => string;
  readonly onEvaluate: (fileName: string, facts: FileFacts) => void;
}

export function makeLocalFiles(world: FileWorld): LocalFiles {
  const loaded = new Map<string, { readonly version: string; readonly exports: unknown }>();
  const factsByText = new Map<string, FileFacts>();

  function factsOf(file: string, text: string): FileFacts {
    const key = digestOf("file/1", `${path.extname(file)}\n${text}`);
    let facts = factsByText.get(key);
    if (facts === undefined) {
      facts = analyzeFile(text, file);
      factsByText.set(key, facts);
    }
    return facts;
  }

  function readText(file: string): FileText {
    const text = readFileSync(file, "utf8");
    if (file.endsWith(".json")) return { text, facts: undefined, imports: new Map() };
    const facts = factsOf(file, text);
    const folder = path.dirname(file);
    const imports = new Map<string, string | Link>();
    for (const { specifier, typeOnly } of facts.imports) {
      if (typeOnly || imports.has(specifier)) continue;
      const local = world.isCell(specifier, folder) ? undefined : resolve(specifier, folder);
      imports.set(specifier, local ?? world.linkOf(specifier, folder));
    }
    return { text, facts, imports };
  }

  function read(top: string): FileSnapshot {
    const texts = new Map<string, FileText>([[top, readText(top)]]);
    for (const { imports } of texts.values()) {
      for (const to of imports.values()) if (typeof to === "string" && !texts.has(to)) texts.set(to, readText(to));
    }
    const versions = new Map<string, string>();
    const versionIn = (file: string): string => {
      const known = versions.get(file) ?? versionOf(file, texts);
      versions.set(file, known);
      return known;
    };
    const exportsIn = (file: string): unknown => {
      const version = versionIn(file);
      const before = loaded.get(file);
      return before?.version === version ? before.exports : evaluateFile(file, version, texts.get(file)!, exportsIn);
    };
    const links = [...texts.values()].flatMap(({ imports }) =>
      [...imports.values()].filter((to) => typeof to !== "string"),
    );
    const packages = links.flatMap((link) => link.packages);
    const cells = links.flatMap((link) => link.cells);
    function* data(): Iterable<unknown> {
      for (const file of texts.keys()) {
        const made = loaded.get(file);
        if (made?.version === versionIn(file)) yield made.exports;
      }
      for (const link of links) yield* link.data();
    }
    return { version: versionIn(top), packages, cells, exports: () => exportsIn(top), data };
  }

  function versionOf(file: string, texts: ReadonlyMap<string, FileText>): string {
    const digests: string[] = [];
    const seen = new Set([file]);
    for (const at of seen) {
      const { text, facts, imports } = texts.get(at)!;
      if (facts === undefined) {
        digests.push(digestOf("json/1", text));
        continue;
      }
      const lines = [...imports].map(([specifier, to]) => {
        if (typeof to === "string") seen.add(to);
        return `${specifier}\0${typeof to === "string" ? "local" : world.versionText(to)}`;
      });
      digests.push(digestOf("file/1", [facts.digest, ...lines].join("\n")));
    }
    return digestOf("files/1", digests.join("\n"));
  }

  function evaluateFile(
    file: string,
    version: string,
    { text, facts, imports }: FileText,
    exportsIn: (file: string) => unknown,
  ): unknown {
    if (facts === undefined) {
      const exports = JSON.parse(text) as unknown;
      loaded.set(file, { version, exports });
      return exports;
    }
    if (facts.topLevelAwait) {
      throw cellarError(
        "bad-source",
        `${path.basename(file)} awaits at its top level: import it with \`await import("…")\`.`,
      );
    }
    world.onEvaluate(file, facts);
    const folder = path.dirname(file);
    const exports: Exports = {};
    loaded.set(file, { version, exports }); // before evaluation, so that circles end
    const require = (specifier: string): unknown => {
      const to = imports.get(specifier) ?? world.linkOf(specifier, folder);
      return typeof to === "string" ? exportsIn(to) : to.exports();
    };
    try {
      const made = evaluate(facts.js, { fileName: file, folder, require, topLevelAwait: false, exports });
      // CommonJS may put something else in the place of its exports.
      if (made !== exports) {
        loaded.set(file, { version, exports: made });
        return made;
      }
    } catch (error) {
      loaded.delete(file);
      throw error;
    }
    return exports;
  }

  return { resolve, read };
}

function resolve(specifier: string, from: string): string | undefined {
  if (!/^(\.{1,2}(\/|$)|\/)/.test(specifier)) return undefined;
  const base = path.resolve(from, specifier);
  const source = COMPILED[path.extname(base)];
  const candidates = ENDINGS.map((ending) => base + ending);
  if (source !== undefined) candidates.splice(1, 0, base.slice(0, -path.extname(base).length) + source);
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
