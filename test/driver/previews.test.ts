// Can values be kept out of what is recorded and shown?
import { expect, it } from "vitest";
import { notebook, ranBy } from "./notebook.ts";

const nb = notebook();
const text = (rate: string, wrap = "") => `import { cache } from "cellar";
const rate = Number("${rate}");
export const salary = ${wrap}((person: string, factor: number = Number("7731")): string => person + rate * factor);
export function length(salary: string): number { return salary.length; }`;
const HIDDEN = "cache({ preview: false }, ";
const hidden = (rate: string) => text(rate, HIDDEN).replace("* factor);", "* factor));");

it("withCache({ previews: false }) shows neither inputs, defaults, constants nor results, and hits as before", async () => {
  const options = { previews: false };
  const asking = { inputs: { person: "Adelheid" } };
  const first = await ranBy(nb.driver(text("4441"), options), ["salary", "length"], asking);
  const second = await ranBy(nb.driver(text("4442"), options), ["salary", "length"], { inputs: { person: "Bertram" } });
  expect(second.words).toMatchObject({ salary: "executed" });
  const told = JSON.stringify([first.record, second.record, second.why("salary")]);
  for (const value of ["Adelheid", "Bertram", "Adelheid34333371"]) expect(told).not.toContain(value);
  expect(first.record.detail[0]?.preview).toEqual({
    type: "hidden",
    text: expect.stringMatching(/^not shown [0-9a-f]{8}$/),
  });
  expect(second.why("salary")).toContainEqual(
    expect.stringMatching(/input `person` changed: not shown [0-9a-f]{8} → [0-9a-f]{8}/),
  );
  expect((await ranBy(nb.driver(text("4442")), ["salary"], { inputs: { person: "Bertram" } })).words["salary"]).toBe(
    "hit",
  );
});

it("cache({ preview: false }) hides one node's values, and no other", async () => {
  const ran = await ranBy(nb.driver(hidden("4441")), ["length"], { inputs: { person: "Adelheid" } });
  const at = (name: string) => ran.record.detail[ran.record.graph.names.indexOf(name)]?.preview;
  expect(at("salary")).toMatchObject({ type: "hidden" });
  expect(at("length")).toMatchObject({ text: "16" });
  expect(JSON.stringify(ran.record)).not.toContain("Adelheid34333371");
  const plain = await ranBy(nb.driver(text("4441")), ["length"], { inputs: { person: "Adelheid" } });
  expect(plain.words).toMatchObject({ salary: "hit", length: "hit" });
});

it("anything but true or false is refused", () => {
  expect(() => nb.driver(hidden("1").replace("false", '"no"'))).toThrow(/preview.*is true or false, not "no"/);
});
