// Runs requests given as JSON by its parent, each with a new driver in this process, and says what became of them.
import { createRequire } from "node:module";

const { folder, requests } = JSON.parse(process.argv[2]);
process.chdir(folder);
const { Builder, moduleFromText } = await import("cellar");
const answers = [];
for (const { text, names, inputs = {}, cache = {}, only = "execute" } of requests) {
  const module = moduleFromText(text, { name: "basics", folder });
  const builder = new Builder().withModules(module).named("child");
  const dr = (only === "uncached" ? builder : builder.withCache({ path: `${folder}/.cellar`, ...cache })).build();
  const plan = only === "uncached" ? undefined : await dr.plan(names, { inputs });
  if (only === "plan") {
    answers.push({ rows: plan.rows, text: String(plan) });
  } else {
    const values = await dr.execute(names, { inputs });
    const record = only === "uncached" ? undefined : await dr.cache.run();
    answers.push({
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, told(value)])),
      record,
      rows: plan?.rows,
    });
  }
  await dr.close();
}
const loaded = Object.keys(createRequire(import.meta.url).cache);
const has = (name) => loaded.some((file) => file.includes(`node_modules/${name}/`));
process.stdout.write(JSON.stringify({ answers, typescript: has("typescript"), polars: has("nodejs-polars") }));

/** With the name of its class and what its methods say: a value that crossed a process. */
function told(value) {
  if (value === null || typeof value !== "object") return value;
  return typeof value.tell === "function" ? `${value.constructor.name}: ${value.tell()}` : value;
}
