// Is this unknown JSON what there is to say about one node?
import { BOUNDS } from "./bounds.ts";
import { optional, readAmount, readCount, readIndex, readList, readObject, readText, readTexts } from "./read.ts";
import type { CueRecord, ItemCounts, NodeDetail, NodeError, Preview } from "./runRecord.ts";

/** @param nodes - Number of nodes of the graph, which bounds every index. */
export function readDetail(x: unknown, nodes: number): NodeDetail {
  const fields = readObject(x, "detail");
  return {
    ...optional(fields, "at", readAmount),
    ...optional(fields, "size", readAmount),
    ...optional(fields, "on", readText),
    ...optional(fields, "why", readText),
    ...optional(fields, "attempts", readCount),
    ...optional(fields, "failures", readTexts(BOUNDS.failures)),
    ...optional(fields, "behavior", readText),
    ...optional(fields, "read", (list) => readList(list, "read", nodes).map((node) => readIndex(node, "read", nodes))),
    ...optional(fields, "cues", (list) => readList(list, "cues", BOUNDS.cues).map((cue) => readCue(cue, nodes))),
    ...optional(fields, "note", readNote),
    ...optional(fields, "output", readOutput),
    ...optional(fields, "preview", readPreview),
    ...optional(fields, "error", readError),
    ...optional(fields, "reason", readText),
    ...optional(fields, "waits", readText),
    ...optional(fields, "items", readItems),
    ...optional(fields, "marks", readTexts(BOUNDS.cues)),
  };
}

function readCue(x: unknown, nodes: number): CueRecord {
  const fields = readObject(x, "cue");
  return {
    cue: readText(fields.cue, "cue"),
    ...optional(fields, "field", readText),
    ...optional(fields, "hops", readTexts(BOUNDS.hops)),
    ...optional(fields, "before", readText),
    ...optional(fields, "after", readText),
    ...optional(fields, "where", readWhere),
    ...optional(fields, "texts", readChangedTexts),
    ...optional(fields, "root", (root) => readIndex(root, "root", nodes)),
    text: readText(fields.text, "a cue's text"),
  };
}

function readWhere(x: unknown): NonNullable<CueRecord["where"]> {
  const fields = readObject(x, "where");
  return {
    source: readText(fields.source, "source"),
    line: readCount(fields.line, "line"),
    ...optional(fields, "cell", readText),
  };
}

function readChangedTexts(x: unknown): NonNullable<CueRecord["texts"]> {
  const fields = readObject(x, "texts");
  const readSide = (side: unknown) => {
    const { text, ...rest } = readObject(side, "a changed text");
    return { text: readText(text, "a changed text"), ...optional(rest, "line", readCount) };
  };
  return { ...optional(fields, "before", readSide), ...optional(fields, "after", readSide) };
}

function readNote(x: unknown): NonNullable<NodeDetail["note"]> {
  const fields = readObject(x, "note");
  return {
    cue: readText(fields.cue, "note"),
    ...optional(fields, "before", readText),
    ...optional(fields, "after", readText),
    text: readText(fields.text, "a note's text"),
  };
}

function readOutput(x: unknown): NonNullable<NodeDetail["output"]> {
  const fields = readObject(x, "output");
  return {
    ...optional(fields, "digest", readText),
    bytes: readAmount(fields.bytes, "bytes"),
    replayed: fields.replayed === true,
    ...(fields.truncated === true ? { truncated: true } : {}),
    ...optional(fields, "reason", readText),
  };
}

function readItems(x: unknown): ItemCounts {
  const fields = readObject(x, "items");
  return {
    total: readAmount(fields.total, "items"),
    hit: readAmount(fields.hit, "items"),
    executed: readAmount(fields.executed, "items"),
    failed: readAmount(fields.failed, "items"),
    skipped: readAmount(fields.skipped, "items"),
    ...optional(fields, "changed", readText),
    text: readText(fields.text, "the text of items"),
  };
}

function readError(x: unknown): NodeError {
  const fields = readObject(x, "error");
  return {
    name: readText(fields.name, "an error's name"),
    message: readText(fields.message, "an error's message"),
    ...optional(fields, "stack", readText),
  };
}

function readPreview(x: unknown): Preview {
  const fields = readObject(x, "preview");
  return {
    type: readText(fields.type, "a preview's type"),
    ...optional(fields, "text", readText),
    ...optional(fields, "shape", (shape) =>
      readList(shape, "shape", BOUNDS.shape).map((size) => readAmount(size, "shape")),
    ),
    ...optional(fields, "columns", readTexts(BOUNDS.columns)),
    ...optional(fields, "rows", (rows) =>
      readList(rows, "rows", BOUNDS.rows).map((row) => readList(row, "row", BOUNDS.columns).map(readCell)),
    ),
  };
}

function readCell(x: unknown): string | number | boolean | null {
  if (x === null || typeof x === "boolean" || typeof x === "number") return x;
  return readText(x, "a preview's cell");
}
