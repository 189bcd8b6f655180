// How does a table of another copy of apache-arrow become one of ours?
//
// `import` and `require` load two copies of the package. Each writes tables of the other without an error, but wrongly
// (its own type checks fail, every value becomes 0), so a table is first rebuilt from the classes of the copy that writes it.
import { Refused } from "./refusal.ts";

type Made = new (...args: unknown[]) => object;

/** What we use of apache-arrow. */
export interface Arrow {
  readonly Table: Made & { readonly prototype: object };
  readonly Schema: Made;
  readonly Field: Made;
  readonly Data: Made;
  readonly Vector: Made;
  readonly RecordBatch: Made;
  readonly DataType: { readonly prototype: object };
  tableToIPC(table: object, type: "stream" | "file"): Uint8Array;
  tableFromIPC(bytes: Uint8Array): ArrowTable;
}

interface Type extends Record<string, unknown> {
  readonly constructor: { readonly name: string };
}

interface Field {
  readonly name: string;
  readonly type: Type;
  readonly nullable: boolean;
  readonly metadata: unknown;
}

interface Data {
  readonly type: Type;
  readonly offset: number;
  readonly length: number;
  readonly nullCount: number;
  readonly buffers: readonly unknown[];
  readonly children: readonly Data[];
  readonly dictionary: { readonly data: readonly Data[] } | undefined;
  readonly variadicBuffers: unknown;
}

export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly Field[]; readonly metadata: unknown };
  readonly batches: readonly { readonly data: Data }[];
  slice(begin: number, end: number): ArrowTable;
}

/** The table itself, or the same table made of this copy's classes; columns are shared, not copied. */
export function ownTable(table: ArrowTable, arrow: Arrow): object {
  if (Object.getPrototypeOf(table) === arrow.Table.prototype) return table;
  const classes = typeClasses(arrow);
  const typeOf = (type: Type): object => {
    const own = classes.get(type.constructor.name);
    if (own === undefined)
      throw new Refused(
        `an arrow.Table with a column of type ${type.constructor.name}, made by another copy of apache-arrow`,
      );
    const copy = Object.create(own) as Record<string, unknown>;
    for (const key of Object.keys(type)) {
      const value = type[key];
      copy[key] =
        key === "children" && Array.isArray(value)
          ? (value as Field[]).map(fieldOf)
          : key === "dictionary" || key === "indices"
            ? typeOf(value as Type)
            : value;
    }
    return copy;
  };
  const fieldOf = ({ name, type, nullable, metadata }: Field): object =>
    new arrow.Field(name, typeOf(type), nullable, metadata);
  const dataOf = (data: Data): object =>
    new arrow.Data(
      typeOf(data.type),
      data.offset,
      data.length,
      data.nullCount,
      data.buffers,
      data.children.map(dataOf),
      data.dictionary === undefined ? undefined : new arrow.Vector(data.dictionary.data.map(dataOf)),
      data.variadicBuffers,
    );
  const schema = new arrow.Schema(table.schema.fields.map(fieldOf), table.schema.metadata);
  // Of a table without rows the only batch may be a stand-in.
  const batches = table.batches
    .filter(({ data }) => data.length > 0)
    .map((batch) => new arrow.RecordBatch(schema, dataOf(batch.data)));
  return new arrow.Table(schema, batches);
}

/** Prototypes of the package's types by the names of their classes. */
function typeClasses(arrow: Arrow): ReadonlyMap<string, object> {
  const classes = new Map<string, object>();
  for (const value of Object.values(arrow) as unknown[]) {
    if (
      typeof value === "function" &&
      Object.prototype.isPrototypeOf.call(arrow.DataType.prototype, value.prototype as object)
    )
      classes.set(value.name, value.prototype as object);
  }
  return classes;
}
