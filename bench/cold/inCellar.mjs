// A whole process with Cellar: import, build, run, end. `inCellar.mjs FOLDER`; with `--check` it tells what happened.
import fs from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Builder, moduleFromText } from "cellar";

const [path = "", check] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const tutorial = moduleFromText(fs.readFileSync(`${here}tutorial.ts`, "utf8"), { name: "tutorial", folder: here });
const dr = new Builder().withModules(tutorial).withCache({ path }).build();
const values = await dr.execute(["processedData", "amountPerCountry"], { inputs: { cutoffDate: "2024-09-01" } });
await dr.close();

if (check === "--check") {
  const { counts } = await dr.cache.run();
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  const rows = Object.values(values).map((value) => /** @type {{ height: number }} */ (value).height);
  /** @param {string} name */
  const loads = (name) => loaded.some((file) => file.includes(`/node_modules/${name}/`));
  const packages = ["typescript", "nodejs-polars", "@uwdata/flechette", "apache-arrow", "better-sqlite3"].filter(loads);
  console.log(JSON.stringify({ hits: counts.hit, executions: counts.executed + counts.unchanged, rows, packages }));
}
