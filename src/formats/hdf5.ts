// How are arrays of numbers written as HDF5? One dataset each, named by its key.
import { types } from "node:util";
import { importPackage } from "../values/loadedPackage.ts";
import { isWellFormed, spanOf, typedArrayName } from "../values/natives.ts";
import { step } from "../values/refusal.ts";
import { checkedFormat } from "./checked.ts";
import { Unwritable } from "./unwritable.ts";

interface Hdf5 {
  readonly ready: Promise<Module>;
  readonly File: new (name: string, mode: "r" | "w") => Hdf5File;
}

interface Module {
  readonly FS: {
    writeFile(name: string, bytes: Uint8Array): void;
    readFile(name: string): Uint8Array;
    unlink(name: string): void;
    analyzePath(name: string): { readonly exists: boolean };
  };
  /** Makes errors of the library exceptions; without it they go to the console. */
  activate_throwing_error_handler?(): void;
}

interface Hdf5File {
  create_dataset(options: { name: string; data: unknown }): unknown;
  get(name: string): { readonly value: unknown } | null;
  keys(): string[];
  flush(): void;
  close(): unknown;
}

/** The name of the dataset of a value that is one array. */
const SOLE = "value";
const KINDS = [
  ...["Int8Array", "Uint8Array", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
  ...["Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
];
const makers: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>> = Object.fromEntries(
  KINDS.map((kind) => [kind, Reflect.get(globalThis, kind) as new (buffer: ArrayBuffer) => ArrayBufferView]),
);

/** Typed arrays, and records of typed arrays by key. */
export const hdf5 = checkedFormat({
  name: "hdf5",
  version: 1,
  remedy:
    'It takes typed arrays of integers or floats, and records of such arrays. Use format "structured", or return these.',
  async write(value) {
    const isSole = typedArrayName(value) !== undefined;
    // Copied before anybody else can change them.
    const datasets = (isSole ? [[SOLE, kindOf(value, ""), value] as const] : datasetsOf(value)).map(
      ([key, kind, array]) => [key, kind, plainArray(array as ArrayBufferView)] as const,
    );
    const { File, module } = await library();
    const name = newName();
    try {
      const file = new File(name, "w");
      try {
        for (const [key, , data] of datasets) file.create_dataset({ name: key, data });
        file.flush();
      } finally {
        file.close();
      }
      const bytes = module.FS.readFile(name);
      return { bytes, hint: JSON.stringify([isSole ? 1 : 0, datasets.map(([key, kind]) => [key, kind])]) };
    } finally {
      remove(module, name);
    }
  },
  async read(bytes, hint) {
    const [isSole, datasets] = JSON.parse(hint ?? "[]") as [0 | 1, readonly (readonly [string, string])[]];
    const { File, module } = await library();
    const name = newName();
    module.FS.writeFile(name, bytes);
    try {
      const file = new File(name, "r");
      try {
        if (file.keys().length !== datasets.length) throw new Error("it has other datasets than it was written with");
        const arrays = datasets.map(([key, kind]) => [key, arrayIn(file, key, kind)] as const);
        return isSole === 1 ? arrays[0]![1] : recordOf(arrays);
      } finally {
        file.close();
      }
    } finally {
      remove(module, name);
    }
  },
});

function datasetsOf(value: unknown): readonly (readonly [key: string, kind: string, array: unknown])[] {
  const isRecord =
    typeof value === "object" &&
    value !== null &&
    !types.isProxy(value) &&
    Object.getPrototypeOf(value) === Object.prototype;
  if (!isRecord) throw new Unwritable("", "neither a typed array nor a record of typed arrays");
  const keys = Object.keys(value);
  if (keys.length === 0) throw new Unwritable("", "a record without arrays");
  return keys.map((key) => {
    if (key === "" || key === "." || /[/\0]/.test(key) || !isWellFormed(key))
      throw new Unwritable(step(key), "under a key that no HDF5 dataset can have");
    const array: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
    return [key, kindOf(array, step(key)), array] as const;
  });
}

function kindOf(array: unknown, path: string): string {
  const kind = Buffer.isBuffer(array) ? "Buffer" : typedArrayName(array);
  if (kind !== undefined && KINDS.includes(kind)) return kind;
  throw new Unwritable(path, kind === undefined ? "no typed array" : `a ${kind}, which HDF5 does not tell from others`);
}

/** A copy of the plainest kind: what else hangs on the array stays behind. */
function plainArray(array: ArrayBufferView): ArrayBufferView {
  const { buffer, offset, length } = spanOf(array);
  return new makers[typedArrayName(array)!]!(new Uint8Array(buffer, offset, length).slice().buffer);
}

function arrayIn(file: Hdf5File, key: string, kind: string): unknown {
  const found = file.get(key)?.value;
  if (typedArrayName(found) !== kind) throw new Error(`its dataset ${JSON.stringify(key)} is no ${kind}`);
  return plainArray(found as ArrayBufferView);
}

function recordOf(arrays: readonly (readonly [string, unknown])[]): object {
  const record = {};
  for (const [key, value] of arrays)
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  return record;
}

let loading: Promise<{ readonly File: Hdf5["File"]; readonly module: Module }> | undefined;
let files = 0;

/** The build that keeps its files in memory; the one for Node would write them to the working directory. */
async function library(): Promise<{ readonly File: Hdf5["File"]; readonly module: Module }> {
  loading ??= (async () => {
    const hdf5 = (await importPackage("h5wasm", "dist/esm/hdf5_hl.js")) as Hdf5;
    const module = await hdf5.ready;
    module.activate_throwing_error_handler?.();
    return { File: hdf5.File, module };
  })().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Two may be at work at once. */
const newName = (): string => `cellar${++files}.h5`;

function remove({ FS }: Module, name: string): void {
  if (FS.analyzePath(name).exists) FS.unlink(name);
}
