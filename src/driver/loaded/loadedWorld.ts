// What do the imports of a file mean that Node has loaded? Files by the texts that run, packages by their versions (R9, R10).
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ImportVersion } from "../../identity/codeVersion.ts";
import { theHost } from "../host.ts";
import { type Link, settledLink } from "../imports/link.ts";
import { isInstalled } from "../imports/manifest.ts";
import { byFolder, packageImport } from "../imports/packageImport.ts";
import { packageName, packageVersion } from "../imports/packageVersion.ts";
import { resolveFile } from "../imports/resolveFile.ts";
import { importEntry, isOwnName } from "../imports/resolveWithNode.ts";
import { type FileSnapshot, fileNameOf, makeLocalFiles, type RunningText } from "../modules/localFiles.ts";
import { isOlderThanProcess } from "./fileTimes.ts";

/** What is known of what Node has loaded. */
export interface Loaded {
  /** The text of a file as it runs; undefined where nobody has seen it. */
  textOf(url: string): string | undefined;
  /** What an import of a file meant to Node; undefined where nobody was told. */
  urlOf(specifier: string, file: string): string | undefined;
  /** What a file holds, as far as it lets be seen. */
  dataOf(url: string): Iterable<unknown> | undefined;
}

export interface LoadedWorld {
  importVersionOf(specifier: string, file: string): ImportVersion;
  /** What is kept in the files behind an import. */
  dataBehind(specifier: string, file: string): Iterable<unknown>;
  /** More is known since. */
  lookAgain(): void;
}

export function makeLoadedWorld(loaded: Loaded): LoadedWorld {
  const snapshots = new Map<string, FileSnapshot>();
  const files = makeLocalFiles({ textOf, linkOf, localFile, versionText, onEvaluate() {}, importBy: notEvaluatedHere });

  function textOf(file: string): RunningText {
    const text = loaded.textOf(urlOfFile(file));
    return text === undefined ? textOnDisk(fileNameOf(file)) : { text };
  }

  /** As the loader of cells finds it, unless Node was told otherwise. */
  function localFile(specifier: string, from: string, file: string): string | undefined {
    if (isGiven(specifier)) return undefined;
    const guess = resolveFile(specifier, from);
    const url = meaningOf(specifier, file);
    if (url === undefined) return guess;
    return guess === undefined && packageVersion(specifier, from) !== undefined ? undefined : fileOfUrl(url);
  }

  function meaningOf(specifier: string, file: string): string | undefined {
    const told = loaded.urlOf(specifier, file);
    if (told !== undefined || /\.c[jt]s$/.test(file) || !isOwnName(specifier, path.dirname(file))) return told;
    // Two files may bear one such name, for `import` and for `require`; the loader of cells goes by `require`.
    const entry = importEntry(specifier, path.dirname(file));
    return entry === undefined ? undefined : pathToFileURL(entry).href;
  }

  function linkOf(specifier: string, from: string): Link {
    const nothing = () => undefined;
    return settledLink(isGiven(specifier) ? { kind: "builtin" } : packageImport(specifier, from, byFolder), nothing);
  }

  function snapshotOf(file: string): FileSnapshot {
    const known = snapshots.get(file) ?? files.read(file);
    snapshots.set(file, known);
    return known;
  }

  /** Files of a linked package too: a module counts them by its entry, as the loader of cells does. */
  function fileBehind(specifier: string, file: string): string | undefined {
    const local = localFile(specifier, path.dirname(file), file);
    if (local !== undefined || isGiven(specifier)) return local;
    const url = meaningOf(specifier, file);
    return url === undefined ? undefined : fileOfUrl(url);
  }

  return {
    importVersionOf(specifier, file) {
      const behind = fileBehind(specifier, file);
      if (behind === undefined) return linkOf(specifier, path.dirname(file)).version();
      const { version, mentions, hasEffects, reads = [], paths = [], unknown } = snapshotOf(behind);
      const shown = path.relative(theHost().root, fileNameOf(behind));
      return {
        kind: "file",
        version,
        mentions,
        hasEffects,
        reads,
        paths,
        path: shown,
        ...(unknown === undefined ? {} : { unknown }),
      };
    },
    *dataBehind(specifier, file) {
      const top = fileBehind(specifier, file);
      for (const each of top === undefined ? [] : snapshotOf(top).files)
        yield* loaded.dataOf(urlOfFile(each)) ?? [requireHere.cache[fileNameOf(each)]?.exports];
    },
    lookAgain: () => snapshots.clear(),
  };
}

const requireHere = createRequire(import.meta.url);

/** Modules of Node's own, and the engine, which is one in a process. */
const isGiven = (specifier: string): boolean => isBuiltin(specifier) || packageName(specifier) === "cellar";

/** A local file by its path, and by its query where it has one. */
function fileOfUrl(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const { search, hash } = new URL(url);
  const file = fileURLToPath(url);
  if (isInstalled(file) || !/\.([cm]?[jt]s|json)$/.test(file)) return undefined;
  return search + hash === "" ? file : `${file}\0${search}${hash}`;
}

function urlOfFile(file: string): string {
  const [fileName = "", search = ""] = file.split("\0");
  return `${pathToFileURL(fileName).href}${search}`;
}

/** Nobody has seen it being loaded: CommonJS that CommonJS required, or what an `import()` is still to load. */
function textOnDisk(file: string): RunningText {
  const text = readFileSync(file, "utf8");
  if (isOlderThanProcess(file)) return { text };
  return {
    text,
    unknown: `\`${path.basename(file)}\` was changed after the process began, and may run as it was before`,
  };
}

function versionText(link: Link): string {
  const version = link.version();
  return "version" in version ? version.version : version.kind;
}

function notEvaluatedHere(): never {
  throw new Error("Node evaluates it");
}
