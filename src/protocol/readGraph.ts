// Is this unknown JSON the graph of a dataflow?
import { BOUNDS } from "./bounds.ts";
import {
  malformed,
  optional,
  readColumn,
  readCount,
  readIndex,
  readLetters,
  readList,
  readObject,
  readText,
} from "./read.ts";
import type { GraphRecord } from "./runRecord.ts";

export function readGraph(x: unknown): GraphRecord {
  const fields = readObject(x, "graph");
  const names = readList(fields.names, "names", BOUNDS.nodes).map((name) => readText(name, "a node's name"));
  const modules = readList(fields.modules, "modules", BOUNDS.modules).map(readModule);
  const tags = optional(fields, "tags", readTags(names.length));
  return {
    id: readText(fields.id, "graph id"),
    modules,
    names,
    // A kind that only a newer Cellar knows is shown as a node.
    kinds: readLetters(fields.kinds, "kinds", names.length, /^[a-z]*$/).replace(/[^in]/g, "n"),
    module: readColumn(fields.module, "module", names.length, (entry) =>
      entry === -1 ? -1 : readIndex(entry, "module", modules.length),
    ),
    line: readColumn(fields.line, "line", names.length, readCount),
    deps: readDeps(fields.deps, names.length),
    ...tags,
  };
}

function readModule(x: unknown): GraphRecord["modules"][number] {
  const fields = readObject(x, "module");
  return {
    name: readText(fields.name, "a module's name"),
    source: readText(fields.source, "a module's source"),
    ...optional(fields, "cell", readText),
  };
}

function readDeps(x: unknown, length: number): number[][] {
  let left: number = BOUNDS.edges;
  return readColumn(x, "deps", length, (entry) => {
    const deps = readList(entry, "deps", left);
    left -= deps.length;
    return deps.map((dep) => readIndex(dep, "a dep", length));
  });
}

function readTags(length: number): (x: unknown) => Record<string, Record<string, string>> {
  return (x) =>
    Object.fromEntries(
      readEntries(x, "tags", length).map(([node, tags]) => [
        String(readIndex(Number(node), "tags", length)),
        Object.fromEntries(
          readEntries(tags, "tags", BOUNDS.tags).map(([name, value]) => [
            readText(name, "tag"),
            readText(value, "tag"),
          ]),
        ),
      ]),
    );
}

/** The entries of an object whose number of keys is bounded. */
export function readEntries(x: unknown, what: string, most: number): [string, unknown][] {
  const entries = Object.entries(readObject(x, what));
  if (entries.length > most) malformed(`${what} has ${entries.length} entries, more than ${most}`);
  return entries;
}
