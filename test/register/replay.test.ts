// Does a script's output stay what it was, and is it shown again where the script asks for it?
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { project } from "./project.ts";

const script = project();

const FEATURES = `
export function load(): number { console.log("loading %d", 1); console.error("careful"); console.table([{ a: 1 }]); return 1; }
export async function slow(load: number): Promise<number> {
  await new Promise<void>((done) => setTimeout(() => { console.log("from a timer"); done(); }, 3));
  return load + 1;
}
export async function dies(slow: number): Promise<number> {
  console.log("before");
  if (process.env["DIE"] === "1") process.kill(process.pid, "SIGKILL");
  console.log("after");
  return slow;
}
`;
const main = (cache: string) => `
import { Builder } from "cellar";
import * as features from "./features.ts";
const dr = new Builder().withModules(features).withCache(${cache}).build();
console.log("script:", await dr.execute(["dies"]));
await dr.close();
`;
const ran = (env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ["--import", "cellar/register", "main.ts"], {
    cwd: script.folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });

it("R27: a script prints what it would print without a cache, and on a hit nothing of its nodes unless asked", () => {
  script.write({ "features.ts": FEATURES, "main.ts": main("{}") });
  const plain = ran();
  expect([plain.stderr, plain.stdout.split("\n").slice(0, 1)]).toEqual(["careful\n", ["loading 1"]]);
  expect(ran().stdout).toBe("script: { dies: 1 + 1 }\n".replace("1 + 1", "2"));
});

it("R27: asked for, a hit prints it again in the same bytes; kill -9 amid a body leaves nothing of it", () => {
  script.write({ "features.ts": FEATURES, "main.ts": main("{ replay: true }") });
  const killed = ran({ DIE: "1" });
  expect([killed.signal, killed.stdout.includes("before")]).toEqual(["SIGKILL", true]);
  const table = killed.stdout.slice(0, killed.stdout.indexOf("from a timer"));
  const second = ran();
  expect([second.status, second.stderr]).toEqual([0, "careful\n"]);
  expect(second.stdout).toBe(
    `[load: printed in run 1]\n${table}[slow: printed in run 1]\nfrom a timer\nbefore\nafter\nscript: { dies: 2 }\n`,
  );
  expect(ran().stdout).toBe(
    `[load: printed in run 1]\n${table}[slow: printed in run 1]\nfrom a timer\n[dies: printed in run 2]\nbefore\nafter\nscript: { dies: 2 }\n`,
  );
});

it("R27: where a script has put its own console or its own write in place, it goes on as it was", () => {
  script.write({
    "features.ts": FEATURES,
    "main.ts": `
import { Console } from "node:console";
import { Writable } from "node:stream";
const heard: string[] = [];
const sink = new Writable({ write(chunk, _, done) { heard.push(String(chunk)); done(); } });
globalThis.console = new Console(sink);
const { write } = process.stdout;
process.stdout.write = function (this: typeof process.stdout, ...given: never[]) { heard.push("seen"); return Reflect.apply(write, this, given); } as never;
${main("{ replay: true }")}
process.stdout.write = write;
process.stdout.write(JSON.stringify(heard) + "\\n");
`,
  });
  const [first, second] = [ran(), ran()];
  expect([first.status, first.stderr]).toEqual([0, ""]);
  expect(first.stdout).toContain("loading 1");
  expect(JSON.parse(second.stdout)).toEqual(["script: { dies: 2 }\n"]);
});
