// The dataflow that is killed: a chain whose values are small, then large enough for files of their own.
export const NODES = ["small", "rows", "count", "large", "last"];

export const TEXT = `
const moment = globalThis as unknown as { dieIn?: string; encoding?: string };
/** What is called at the beginning and the end of each body; harmless unless the process was told to die there. */
function begin(name: string): void {
  if (moment.dieIn === name) process.kill(process.pid, "SIGKILL");
}
function end<T>(name: string, value: T): T {
  moment.encoding = name;
  return value;
}
export function small(seed: number): number {
  begin("small");
  return end("small", seed + 1);
}
export function rows(small: number): { id: number; text: string }[] {
  begin("rows");
  return end("rows", Array.from({ length: 4000 }, (_, id) => ({ id: id + small, text: "row " + id })));
}
export async function count(rows: { id: number }[]): Promise<number> {
  begin("count");
  await null;
  return end("count", rows.length);
}
export function large(count: number): Float64Array {
  begin("large");
  return end("large", Float64Array.from({ length: count * 20 }, (_, i) => i / 3));
}
export async function last(large: Float64Array, rows: { text: string }[]): Promise<Float64Array> {
  begin("last");
  await null;
  return end("last", large.map((x) => x + rows.length));
}
`;
