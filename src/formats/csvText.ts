// Where do the lines and fields of a CSV text begin and end? As in RFC 4180, with one addition: "" in quotes is an empty text, nothing is null.

/** A field as it stands between its commas; undefined where nothing stands. */
export type Field = string | undefined;

/** Quoted only where it must be, so that other programs see plain fields. */
export function writeField(field: Field): string {
  if (field === undefined) return "";
  if (field !== "" && !/[",\r\n]|^[\s\ufeff]|\s$/.test(field)) return field;
  return `"${field.replaceAll('"', '""')}"`;
}

/**
 * The fields of a CSV text, by column; the heading is each column's first.
 *
 * @param width number of fields in each row
 * @throws Error for a text that `writeField` and line feeds did not make
 */
export function readColumns(text: string, width: number): readonly Field[][] {
  const columns: Field[][] = Array.from({ length: width }, () => []);
  let at = 0;
  while (at < text.length) {
    for (let i = 0; ; i++) {
      if (i === width) throw new Error(`a row has more than ${width} fields`);
      const end = text.charCodeAt(at) === QUOTE ? quotedEnd(text, at) : plainEnd(text, at);
      columns[i]!.push(fieldAt(text, at, end));
      at = end + 1;
      if (text.charCodeAt(end) === COMMA) continue;
      if (text.charCodeAt(end) !== LINE) throw new Error("a line does not end where it should");
      if (i + 1 < width) throw new Error(`a row has ${i + 1} fields, not ${width}`);
      break;
    }
  }
  return columns;
}

const QUOTE = 34;
const COMMA = 44;
const LINE = 10;

function plainEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === COMMA || c === LINE) break;
    at++;
  }
  return at;
}

function quotedEnd(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) throw new Error("a quote is not closed");
    if (text.charCodeAt(at + 1) !== QUOTE) return at + 1;
    at += 2;
  }
}

function fieldAt(text: string, from: number, to: number): Field {
  if (from === to) return undefined;
  if (text.charCodeAt(from) !== QUOTE) return text.slice(from, to);
  return text.slice(from + 1, to - 1).replaceAll('""', '"');
}
