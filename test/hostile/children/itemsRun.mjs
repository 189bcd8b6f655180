// Computes a list item by item, says which items it has called, and kills itself with SIGKILL in the one that is meant.
import { appendFileSync } from "node:fs";

const { folder, text, names, inputs, dieAt } = JSON.parse(process.argv[2]);
process.chdir(folder);
globalThis.enter = (item) => {
  appendFileSync(`${folder}/calls`, `${process.pid} ${item}\n`);
  if (item === dieAt) process.kill(process.pid, "SIGKILL");
};
const { Builder, moduleFromText } = await import("cellar");
const dr = new Builder()
  .withModules(moduleFromText(text, { name: "items", folder }))
  .withCache({ path: `${folder}/.cellar` })
  .build();
const values = await dr.execute(names, { inputs });
const record = await dr.cache.run();
await dr.close();
process.stdout.write(JSON.stringify({ values, record }));
