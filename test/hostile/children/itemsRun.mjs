// Computes a list item by item, says which items it has called, and kills itself with SIGKILL in the one that is meant.
import { appendFileSync, readFileSync } from "node:fs";

const { folder, text, names, inputs, dieAt, beside } = JSON.parse(process.argv[2]);
process.chdir(folder);
globalThis.enter = (item) => {
  appendFileSync(`${folder}/calls`, `${process.pid} ${item}\n`);
  if (item === dieAt) process.kill(process.pid, "SIGKILL");
};
const { Builder, moduleFromText, onRun } = await import("cellar");
let start;
onRun((message) => {
  if (message.type === "start") start = message.record;
});
const dr = new Builder()
  .withModules(moduleFromText(text, { name: "items", folder }))
  .withCache({ path: `${folder}/.cellar` })
  .build();
if (beside !== undefined) {
  // Begins when so many are ready.
  const ready = `${folder}/ready`;
  appendFileSync(ready, `${process.pid}\n`);
  while (readFileSync(ready, "utf8").trim().split("\n").length < beside)
    await new Promise((resolve) => setTimeout(resolve, 1));
}
const values = await dr.execute(names, { inputs });
const record = await dr.cache.run();
await dr.close();
process.stdout.write(JSON.stringify({ values, start, record }));
