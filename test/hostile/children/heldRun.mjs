// A run that has decided what it will read, and is held until its parent lets it go on.
import { once } from "node:events";

const [folder, text] = process.argv.slice(2);
const { Builder, moduleFromText } = await import("cellar");
globalThis.held = async () => {
  process.stdout.write("held\n");
  await once(process.stdin, "end");
};
process.stdin.resume();
const dr = new Builder()
  .withModules(moduleFromText(text, { name: "held", folder }))
  .withCache({ path: `${folder}/.cellar` })
  .build();
const { rows } = await dr.plan(["out"], { inputs: { x: 1 } });
const values = await dr.execute(["out"], { inputs: { x: 1 } });
process.stdout.write(`${JSON.stringify({ values, rows, record: await dr.cache.run() })}\n`);
await dr.close();
