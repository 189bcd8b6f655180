import { mkdtempSync, rmSync } from "node:fs";
import { Builder, moduleFromText } from "cellar";
import { dataflowText } from "./graphs/dataflowText.mjs";
const n = Number(process.argv[2] ?? 100), reps = Number(process.argv[3] ?? 60);
const { typescript, asked } = dataflowText("chain", n);
const module = moduleFromText(typescript, { name: "m" });
void module[asked];
const times = [];
for (let i = 0; i < reps; i++) {
  const folder = mkdtempSync("/tmp/prof/c-");
  const dr = new Builder().withModules(module).withCache({ path: folder }).build();
  const t = performance.now();
  await dr.execute([asked], { inputs: { x: i } });
  times.push((performance.now() - t) * 1000 / n);
  await dr.close();
  rmSync(folder, { recursive: true });
}
times.sort((a, b) => a - b);
console.log("µs/node median", times[times.length >> 1].toFixed(1), "min", times[0].toFixed(1));
