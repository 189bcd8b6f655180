// Runs the dataflow with many inputs while others collect its garbage, and checks every value. Ends with 1 at a wrong one.
// Says how each run began and ended, a line each, then what they warned of.
import { TEXT } from "../dataflow.mjs";

const [folder, rounds] = process.argv.slice(2);
const { Builder, moduleFromText, onRun } = await import("cellar");
const dr = new Builder()
  .withModules(moduleFromText(TEXT, { name: "killed", folder }))
  .withCache({ path: `${folder}/.cellar` })
  .build();
process.stdout.write("ready\n");
const told = new Set();
let start;
onRun((message) => {
  if (message.type === "start") start = message.record;
});
for (let round = 0; round < Number(rounds); round++) {
  const seed = round % 3;
  const { last, rows } = await dr.execute(["last", "rows"], { inputs: { seed } });
  const isRight =
    last.length === 80_000 &&
    last.every((x, i) => x === i / 3 + 4000) &&
    rows.every(({ id }, i) => id === i + seed + 1);
  if (!isRight) throw new Error(`a wrong value in round ${round}`);
  const record = await dr.cache.run();
  process.stdout.write(`${JSON.stringify({ start, record })}\n`);
  for (const warning of record.warnings ?? []) told.add(warning);
}
await dr.close();
process.stdout.write(`${JSON.stringify({ told: [...told] })}\n`);
