// Does a script try again, bound the time, and hand on signals as a notebook does?
import { expect, it } from "vitest";
import { project, told } from "./project.ts";

const p = project();

const PRICES = `
import { abortSignal, retry, timeout } from "cellar";
let calls = 0;
export const flaky = retry({ times: 2, delayMs: 1 }, (): number => {
  calls++;
  if (calls < 3) throw new Error("not yet");
  return calls;
});
export const waits = timeout(30, async (): Promise<number> => {
  const signal = abortSignal();
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  return 1;
});
export const plain = (): boolean => abortSignal().aborted;
`;

const SCRIPT = `
import { Builder } from "cellar";
import * as prices from "./prices.ts";
const dr = new Builder().withModules(prices).withCache({ path: ".cellar" }).build();
const error = await dr.execute(["flaky", "waits", "plain"]).catch((thrown) => thrown);
const { graph, status, detail } = await dr.cache.run();
console.log(JSON.stringify({
  code: error.cause.code,
  words: Object.fromEntries(graph.names.map((name, at) => [name, status[at]])),
  attempts: detail[graph.names.indexOf("flaky")]?.attempts,
}));
await dr.close();
`;

it("a failed attempt is followed by another, a body's time ends with its signal, and what came of it hits", () => {
  p.write({ "prices.ts": PRICES, "script.ts": SCRIPT });
  expect(told(p.run("script.ts"))).toEqual({
    code: "timed-out",
    words: { flaky: "x", waits: "f", plain: "x" },
    attempts: 3,
  });
  expect(told(p.run("script.ts"))).toMatchObject({ words: { waits: "f", plain: "h" } });
});
