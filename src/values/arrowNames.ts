// Do the names of columns begin with a byte order mark, which the parser drops? Then they are read from the schema itself.
import { Refused } from "./refusal.ts";

interface NamedField {
  name: string;
  readonly type: { readonly children?: readonly NamedField[] };
}

const MARK = Buffer.from("\ufeff");
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Gives the fields of a parsed table their whole names; they are changed in place.
 *
 * @param ipc Arrow's bytes, stream or file; of the schema, its first message, only names are read
 * @throws Refused where something else than a name begins so
 */
export function restoreNames(ipc: Uint8Array, fields: readonly unknown[]): void {
  const bytes = Buffer.from(ipc.buffer as ArrayBuffer, ipc.byteOffset, ipc.byteLength);
  const start = bytes.toString("latin1", 0, 6) === "ARROW1" ? 8 : 0;
  const isFramed = bytes.readInt32LE(start) === -1;
  const from = start + (isFramed ? 8 : 4);
  const message = bytes.subarray(from, from + bytes.readInt32LE(from - 4));
  let marks = 0;
  for (let at = message.indexOf(MARK); at >= 0; at = message.indexOf(MARK, at + 1)) marks++;
  if (marks === 0) return;
  const buffer = new Flat(message);
  const schema = buffer.table(buffer.root, 2)!;
  if (marks !== restore(buffer, buffer.vector(schema, 1), fields as readonly NamedField[]))
    throw new Refused("a table with a byte order mark in its schema");
}

/** @returns number of marks that names begin with */
function restore(buffer: Flat, tables: readonly number[], fields: readonly NamedField[]): number {
  let marks = 0;
  tables.forEach((table, i) => {
    const name = buffer.text(table, 0);
    marks += name.split("\ufeff").length - 1;
    fields[i]!.name = name;
    marks += restore(buffer, buffer.vector(table, 5), fields[i]!.type.children ?? []);
  });
  return marks;
}

/** As much of FlatBuffers as names need: tables, vectors of tables, texts. */
class Flat {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get root(): number {
    return this.#bytes.readUInt32LE(0);
  }

  /** Where the field of that number stands in a table, if it is there. */
  #field(table: number, number: number): number | undefined {
    const vtable = table - this.#bytes.readInt32LE(table);
    const slot = 4 + 2 * number;
    const offset = slot < this.#bytes.readUInt16LE(vtable) ? this.#bytes.readUInt16LE(vtable + slot) : 0;
    return offset === 0 ? undefined : table + offset;
  }

  #target(at: number): number {
    return at + this.#bytes.readUInt32LE(at);
  }

  table(table: number, number: number): number | undefined {
    const at = this.#field(table, number);
    return at === undefined ? undefined : this.#target(at);
  }

  vector(table: number, number: number): readonly number[] {
    const start = this.table(table, number);
    if (start === undefined) return [];
    return Array.from({ length: this.#bytes.readUInt32LE(start) }, (_, i) => this.#target(start + 4 + 4 * i));
  }

  text(table: number, number: number): string {
    const start = this.table(table, number);
    if (start === undefined) return "";
    return utf8.decode(this.#bytes.subarray(start + 4, start + 4 + this.#bytes.readUInt32LE(start)));
  }
}
