// Which types has what modifiers make of one another?
import {
  Builder,
  cache,
  checkOutput,
  collect,
  dataLoader,
  type Findings,
  type Module,
  oneOf,
  parallelizable,
  parameterize,
  pipeOutput,
  step,
  subdag,
  tag,
  when,
} from "../../src/index.ts";

function same<A, B>(
  ..._same: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [expected: B, got: A]
): void {}

const negated = (x: number): number => -x;
const letters = (text: string): string[] => [...text];
declare const rates: { rate(year: number): number };

const made = {
  cases: parameterize(
    { low: { x: 1 }, high: { x: 2 } },
    checkOutput(
      { range: [0, 1] },
      dataLoader((x: number): [number, string] => [x, "memory"]),
    ),
  ),
  letter: parallelizable(pipeOutput([step(letters)], (text: string) => text)),
  checked: parallelizable(checkOutput({ type: "list" }, (text: string) => letters(text))),
  loaded: parallelizable(dataLoader((text: string): [string[], number] => [letters(text), 1])),
  kept: cache({ behavior: "default" }, parallelizable(tag({ owner: "me" }, (text: string) => new Set([text])))),
  all: dataLoader(collect({}, (letter: string[]): [string, number] => [letter.join(), letter.length])),
  north: pipeOutput(
    [step(negated)],
    tag(
      { owner: "me" },
      subdag({ modules: [rates] }, (rate: number) => rate),
    ),
  ),
  south: oneOf(
    when(
      { mode: "part" },
      subdag({ modules: [rates] }, (rate: number) => rate),
    ),
    (text: string) => text,
  ),
};

export async function composed(): Promise<void> {
  const dr = new Builder().withModules(made as Module<typeof made, { text: string; year: number }>).build();
  const values = await dr.execute([
    ...([
      "low",
      "low.loader",
      "high.loader",
      "high.check",
      "letter",
      "letter.raw",
      "checked",
      "checked.check",
    ] as const),
    ...(["loaded", "loaded.loader", "kept", "all", "all.loader"] as const),
    ...(["north", "north.raw", "north.rate", "south", "south.rate"] as const),
  ]);
  same<
    typeof values,
    {
      low: number;
      "low.loader": [number, string];
      "high.loader": [number, string];
      "high.check": Findings;
      letter: string;
      "letter.raw": string;
      checked: string;
      "checked.check": Findings;
      loaded: string;
      "loaded.loader": [string[], number];
      kept: string;
      all: string;
      "all.loader": [string, number];
      north: number;
      "north.raw": number;
      "north.rate": number;
      south: string | number;
      "south.rate": number;
    }
  >();
  // @ts-expect-error what the steps give cannot be iterated
  parallelizable(pipeOutput([step(negated)], () => 1));
  // @ts-expect-error a function of cases has no loader itself
  dr.execute(["cases.loader"]);
}
