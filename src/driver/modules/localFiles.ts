// What does this local file export, and what does it count as? Read once, evaluated from that same text (R9, R10).
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ModuleInstance } from "../../dataflow/module.ts";
import { cellarError } from "../../errors.ts";
import type { ImportVersion, ModuleVersion } from "../../identity/codeVersion.ts";
import { digestOf } from "../../identity/digest.ts";
import type { Mention } from "../../identity/environment.ts";
import { analyzeFile, type FileFacts, isByImportCall } from "../../source/index.ts";
import type { Link, PackageUse } from "../imports/link.ts";
import { type Exports, evaluate, type Import } from "./evaluate.ts";
import { fileReads } from "./fileReads.ts";
import { keepImported } from "./importedModule.ts";

/** A file and all that it imports, as they were read at one moment: what counts is what is evaluated. */
export interface FileSnapshot extends ModuleVersion {
  /** Packages that any of its files imports when it is evaluated. */
  readonly packages: readonly PackageUse[];
  /** All of its files. */
  readonly files: readonly string[];
  /** Cells that any of its files imports. */
  readonly cells: readonly ModuleInstance[];
  exports(): unknown;
  /** Evaluates those of its files that await at their top level. */
  load(): Promise<void>;
  /** What its files export, as far as they are loaded. */
  data(): Iterable<unknown>;
}

export interface LocalFiles {
  read(file: string): FileSnapshot;
}

/** One file of a snapshot; an import is another of its files, or a link to something else. */
interface FileText extends RunningText {
  readonly facts: FileFacts | undefined;
  readonly imports: ReadonlyMap<string, string | Link>;
  /** Specifiers of imports that are made only when code comes to their `import()`. */
  readonly later: ReadonlySet<string>;
}

/** The text that runs, and why that is not sure, where it is not. */
export interface RunningText {
  readonly text: string;
  readonly unknown?: string | undefined;
}

export interface FileWorld {
  /** Of a file that somebody else has loaded; read from the disk, once, where nobody says. */
  readonly textOf?: (file: string) => RunningText;
  /** What an import means that is no local file, or that a cell stands in for. */
  readonly linkOf: (specifier: string, from: string) => Link;
  /** The local file that an import of a file means, unless something else stands in for it. */
  readonly localFile: (specifier: string, from: string, file: string) => string | undefined;
  readonly versionText: (link: Link) => string;
  readonly onEvaluate: (fileName: string, facts: FileFacts) => void;
  /** What `import()` is in a file whose imports mean this. */
  readonly importBy: (linkTo: (specifier: string) => Pick<Link, "packages" | "load" | "exports" | "runBy">) => Import;
}

export function makeLocalFiles(world: FileWorld): LocalFiles {
  const textOf = world.textOf ?? ((file: string): RunningText => ({ text: readFileSync(file, "utf8") }));
  const loaded = new Map<string, { readonly version: string; readonly exports: unknown }>();
  const underWay = new Map<string, Promise<unknown>>();
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
    const { text, unknown } = textOf(file);
    const fileName = fileNameOf(file);
    if (fileName.endsWith(".json")) return { text, unknown, facts: undefined, imports: new Map(), later: new Set() };
    const facts = factsOf(fileName, text);
    const folder = path.dirname(fileName);
    const imports = new Map<string, string | Link>();
    for (const { specifier, typeOnly } of facts.imports) {
      if (typeOnly || imports.has(specifier)) continue;
      imports.set(specifier, world.localFile(specifier, folder, fileName) ?? world.linkOf(specifier, folder));
    }
    const now = facts.imports.filter((each) => !each.typeOnly && !isByImportCall(each)).map((each) => each.specifier);
    return {
      text,
      unknown,
      facts,
      imports,
      later: new Set([...imports.keys()].filter((specifier) => !now.includes(specifier))),
    };
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
    // What it once was for this snapshot, it stays: another one may evaluate a later text of the file in between.
    const held = new Map<string, unknown>();
    const exportsIn = (file: string): unknown => {
      if (held.has(file)) return held.get(file);
      const version = versionIn(file);
      const before = loaded.get(file);
      const made = before?.version === version ? before.exports : evaluateNow(file, version, texts.get(file)!, partOf);
      held.set(file, made);
      return made;
    };
    const loadFrom = async (file: string): Promise<void> => {
      for (const each of awaitingBelow(file, texts))
        await evaluateAwaiting(each, versionIn(each), texts.get(each)!, partOf);
    };
    const links = [...texts.values()].flatMap(({ imports, later }) =>
      [...imports].flatMap(([specifier, to]) =>
        typeof to === "string" ? [] : [{ to, isLater: later.has(specifier) }],
      ),
    );
    const packages = links.flatMap(({ to, isLater }) => (isLater ? [] : to.packages));
    const cells = links.flatMap(({ to }) => to.cells);
    const mentions = new Set([...texts.values()].flatMap(mentionsOf));
    const hasEffects = [...texts.values()].some(runsForEffects);
    const { reads, paths } = fileReads(texts);
    const unknown = [...texts.values()].map(unknownOf).find((why) => why !== undefined);
    const files = [...texts.keys()];
    function* data(): Iterable<unknown> {
      yield* held.values();
      for (const { to } of links) yield* to.data();
    }
    const partOf = (file: string): FileSnapshot => ({
      version: versionIn(file),
      mentions,
      hasEffects,
      reads,
      paths,
      ...(unknown === undefined ? {} : { unknown }),
      packages,
      files,
      cells,
      exports: () => exportsIn(file),
      load: () => loadFrom(file),
      data,
    });
    return partOf(top);
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

  function evaluateNow(file: string, version: string, text: FileText, partOf: (file: string) => FileSnapshot): unknown {
    if (text.facts?.topLevelAwait === true) {
      throw cellarError(
        "bad-source",
        `${path.basename(file)} awaits at its top level: import it with \`await import("…")\`.`,
      );
    }
    const exports: Exports = {};
    loaded.set(file, { version, exports }); // before evaluation, so that circles end
    try {
      const made = evaluateFile(file, text, partOf, exports);
      // CommonJS may put something else in the place of its exports.
      if (made !== exports) loaded.set(file, { version, exports: made });
      return made;
    } catch (error) {
      loaded.delete(file);
      throw error;
    }
  }

  async function evaluateAwaiting(
    file: string,
    version: string,
    text: FileText,
    partOf: (file: string) => FileSnapshot,
  ): Promise<void> {
    if (loaded.get(file)?.version === version) return;
    const key = `${file}\0${version}`;
    let evaluating = underWay.get(key);
    if (evaluating === undefined) {
      evaluating = Promise.resolve(evaluateFile(file, text, partOf, {})).finally(() => underWay.delete(key));
      underWay.set(key, evaluating);
    }
    loaded.set(file, { version, exports: await evaluating });
  }

  function evaluateFile(
    file: string,
    { text, facts, imports }: FileText,
    partOf: (file: string) => FileSnapshot,
    exports: Exports,
  ): unknown {
    if (facts === undefined) return JSON.parse(text) as unknown;
    world.onEvaluate(file, facts);
    const folder = path.dirname(file);
    const linkTo = (specifier: string): Pick<Link, "packages" | "load" | "exports" | "runBy"> => {
      const to = imports.get(specifier) ?? world.linkOf(specifier, folder);
      return typeof to === "string" ? { ...partOf(to), runBy: "us" } : to;
    };
    const { js, topLevelAwait, watched } = facts;
    const require = (specifier: string): unknown => linkTo(specifier).exports();
    const done = evaluate(js, {
      fileName: file,
      folder,
      require,
      import: world.importBy(linkTo),
      topLevelAwait,
      exports,
    });
    const about = {
      ...{ file, text, watched },
      importVersionOf(specifier: string): ImportVersion {
        const to = imports.get(specifier) ?? world.linkOf(specifier, folder);
        return typeof to === "string" ? { kind: "file", path: specifier, ...partOf(to) } : to.version();
      },
      dataBehind: (specifier: string) => {
        const to = imports.get(specifier);
        return to === undefined ? [] : (typeof to === "string" ? partOf(to) : to).data();
      },
    };
    const kept = (made: Exports): Exports => {
      keepImported({ ...about, exports: made });
      return made;
    };
    return done instanceof Promise ? done.then(kept) : kept(done);
  }

  return { read };
}

/** One file may be loaded several times, as `file.ts?1` and `file.ts?2`: what follows a NUL tells them apart. */
export const fileNameOf = (file: string): string => file.split("\0", 1)[0]!;

/** Its own, or of what it imports that is no file of the snapshot. */
function unknownOf({ unknown, imports }: FileText): string | undefined {
  if (unknown !== undefined) return unknown;
  for (const to of imports.values()) {
    const version = typeof to === "string" ? undefined : to.version();
    if ((version?.kind === "file" || version?.kind === "cell") && version.unknown !== undefined) return version.unknown;
  }
  return undefined;
}

/** Is it so by itself, or by what it imports that is no file of the snapshot? */
function runsForEffects({ facts, imports, later }: FileText): boolean {
  if (facts?.hasEffects === true) return true;
  return [...imports].some(([specifier, to]) => {
    const version = typeof to === "string" || later.has(specifier) ? undefined : to.version();
    return (version?.kind === "file" || version?.kind === "cell") && version.hasEffects;
  });
}

/** Its own mentions, and those of what it imports that is no file of the snapshot. */
function mentionsOf({ facts, imports }: FileText): readonly Mention[] {
  const linked = [...imports.values()].flatMap((to): readonly Mention[] => {
    const version = typeof to === "string" ? undefined : to.version();
    if (version?.kind === "package") return version.native ? ["native"] : [];
    return version?.kind === "file" || version?.kind === "cell" ? [...version.mentions] : [];
  });
  return [...(facts?.mentions ?? []), ...linked];
}

/** Files that await at their top level, of those that are evaluated with this one: each after those that it imports. */
function awaitingBelow(top: string, texts: ReadonlyMap<string, FileText>): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const { facts, imports, later } = texts.get(file)!;
    for (const [specifier, to] of imports) if (typeof to === "string" && !later.has(specifier)) visit(to);
    if (facts?.topLevelAwait === true) found.push(file);
  };
  visit(top);
  return found;
}
