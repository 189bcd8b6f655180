// Is what a run gave and saved what the same code gives and saves where nothing is cached?
import { expect } from "vitest";
import type { Bench, Outcome } from "./bench.ts";
import type { Program } from "./program.ts";

/** Of all that is not, by design, behind an ignored node. */
export async function expectTrue(
  bench: Bench,
  program: Program,
  { values, saved, written }: Outcome,
  names: readonly string[],
): Promise<void> {
  const { moments, isBehind, isIgnored } = written;
  const overrides = Object.fromEntries(moments.flatMap((name) => (name in values ? [[name, values[name]]] : [])));
  const compared = names.filter((name) => !isBehind(name));
  const fine = compared.filter((name) => Object.hasOwn(values, name));
  const all = await bench.uncached(program, compared, overrides);
  if (all === undefined) expect(fine, "what fails without a cache fails with one").not.toEqual(compared);
  else expect(fine, "what fails with a cache fails without one").toEqual(compared);
  const truth = all ?? (await bench.uncached(program, fine, overrides))!;
  for (const name of fine) expect(values[name], name).toEqual(truth.values[name]);
  for (const [file, text] of Object.entries(truth.saved)) {
    const by = file.replace(".txt", "");
    if (!isBehind(by) && !isIgnored(by)) expect(saved[file], file).toBe(text);
  }
}
