// Is this a polars frame or series, and what is in it?
import { Writable } from "node:stream";
import { inspect, types } from "node:util";
import { ipcContent, ipcPreview } from "./arrowContent.ts";
import { loadedPackage, requirePackage } from "./loadedPackage.ts";
import { Refused } from "./refusal.ts";
import type { PayloadKind } from "./writeKind.ts";

interface NativeFrame {
  readonly shape: { readonly height: number; readonly width: number };
  head(n: number): NativeFrame;
  writeIpc(to: Writable, compression: string): void;
  writeParquet(to: Writable, compression: string): void;
}

interface Polars {
  DataFrame: ((columns: readonly unknown[]) => Frame) & { isDataFrame(value: unknown): boolean };
  Series: { isSeries(value: unknown): boolean };
  readIPC(bytes: Buffer): ReadFrame;
  readParquet(bytes: Buffer): ReadFrame;
}

interface Frame {
  readonly _df: NativeFrame;
}

type ReadFrame = Frame & { toSeries(index?: number): Series };

interface Series {
  readonly _s: { readonly len: () => number };
  readonly name: string;
}

const NAME = "nodejs-polars";
const ENTRY = "bin/index.js";

/**
 * Frames and series are Proxies of plain objects, so that nothing but a trap can tell. A foreign Proxy's traps must not be
 * called: `inspect` shows what is behind one without them, and only what then looks like polars is asked by polars itself.
 */
function isPolars(
  value: unknown,
  field: "_df: JsDataFrame" | "_s: JsSeries",
  ask: (polars: Polars) => boolean,
): boolean {
  if (!types.isProxy(value)) return false;
  const answer = known.get(value as object);
  if (answer !== undefined) return answer === field;
  const polars = loadedPackage(NAME, ENTRY) as Polars | undefined;
  if (polars === undefined) return false;
  const behind = inspect(value, {
    showProxy: true,
    depth: 1,
    customInspect: false,
    getters: false,
    colors: false,
    compact: false,
    maxStringLength: 0,
  });
  const is = new RegExp(`^Proxy \\[\\s*\\{\\s*${field} \\{\\}`).test(behind) && ask(polars);
  if (is) known.set(value as object, field);
  return is;
}

/** What is behind a Proxy never changes, and asking takes longer than versioning a small frame. */
const known = new WeakMap<object, string>();

const ipcOf = (frame: NativeFrame): Buffer => written((to) => frame.writeIpc(to, "uncompressed"));

function written(write: (to: Writable) => void): Buffer {
  const parts: Buffer[] = [];
  const to = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
  write(to);
  return Buffer.concat(parts);
}

/** The frame behind the Proxy: methods on the Proxy itself are hidden by columns of their names. */
function nativeOf(frame: Frame): NativeFrame {
  const native = frame._df;
  if (typeof native?.writeIpc !== "function" || typeof native.head !== "function")
    throw new Refused("a polars.DataFrame with a column named _df");
  return native;
}

function frameOf(series: unknown): NativeFrame {
  return nativeOf((requirePackage(NAME, ENTRY) as Polars).DataFrame([series]));
}

export const polarsFrame: PayloadKind<Frame> = {
  name: "polars.DataFrame",
  version: 1,
  is: (value): value is Frame => isPolars(value, "_df: JsDataFrame", (polars) => polars.DataFrame.isDataFrame(value)),
  logical: (frame) => ipcContent(ipcOf(nativeOf(frame)), "polars.DataFrame"),
  logicalOf: (payload) => ipcContent(payload, "polars.DataFrame"),
  encode: (frame) => ipcOf(nativeOf(frame)),
  decode: (bytes) =>
    (requirePackage(NAME, ENTRY) as Polars).readIPC(
      Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength),
    ),
  preview(frame) {
    const native = nativeOf(frame);
    return ipcPreview(ipcOf(native.head(5)), "DataFrame", native.shape.height);
  },
};

export const polarsSeries: PayloadKind<Series> = {
  name: "polars.Series",
  version: 1,
  is: (value): value is Series => isPolars(value, "_s: JsSeries", (polars) => polars.Series.isSeries(value)),
  logical: (series) => ipcContent(ipcOf(frameOf(series)), "polars.Series"),
  logicalOf: (payload) => ipcContent(payload, "polars.Series"),
  encode: (series) => ipcOf(frameOf(series)),
  decode: (bytes) =>
    (requirePackage(NAME, ENTRY) as Polars)
      .readIPC(Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength))
      .toSeries(0),
  preview(series) {
    const frame = frameOf(series);
    return ipcPreview(ipcOf(frame.head(5)), "Series", frame.shape.height);
  },
};

/** A frame or series, or Arrow's bytes of a frame, as a Parquet file. */
export function parquetOf(value: unknown): Uint8Array {
  const frame =
    value instanceof Uint8Array
      ? nativeOf(polarsFrame.decode(value))
      : polarsSeries.is(value)
        ? frameOf(value)
        : nativeOf(value as Frame);
  return written((to) => frame.writeParquet(to, "zstd"));
}

/** The frame in a Parquet file. */
export function frameOfParquet(bytes: Uint8Array): unknown {
  const polars = requirePackage(NAME, ENTRY) as Polars;
  return polars.readParquet(Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength));
}

/** The first column of a frame. */
export function seriesOf(frame: unknown): unknown {
  return (frame as ReadFrame).toSeries(0);
}
