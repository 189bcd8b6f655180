// What do the tests of scripts work with? A project folder of its own in which `cellar` is installed, and real processes of node.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";

const repository = path.resolve(import.meta.dirname, "..", "..");

export interface Project {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  /** `node --import cellar/register <script>`; throws where it fails. */
  run(script: string, args?: readonly string[]): string;
  /** `node <script>`, with nothing before it. */
  runPlain(script: string, args?: readonly string[]): string;
  /** How it ended, whatever came of it. */
  try(script: string, flags?: readonly string[]): { readonly status: number | null; stdout: string; stderr: string };
}

export function project(): Project {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "cellar-")));
    mkdirSync(path.join(folder, "node_modules"));
    symlinkSync(repository, path.join(folder, "node_modules", "cellar"));
    writeFileSync(path.join(folder, "package.json"), '{ "name": "project", "private": true, "type": "module" }');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const node = (args: readonly string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const outputOf = (args: readonly string[]): string => {
    const { status, stdout, stderr } = node(args);
    if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stderr}`);
    return stdout;
  };
  return {
    get folder() {
      return folder;
    },
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), text);
      }
    },
    run: (script, args = []) => outputOf(["--import", "cellar/register", script, ...args]),
    runPlain: (script, args = []) => outputOf([script, ...args]),
    try: (script, flags = ["--import", "cellar/register"]) => node([...flags, script]),
  };
}

/** A script that runs nodes of a module over `.cellar` and prints what became of them as JSON. */
export function runner(
  module: string,
  names: readonly string[],
  inputs: Readonly<Record<string, unknown>> = {},
): string {
  return `
import { Builder } from "cellar";
import * as features from ${JSON.stringify(module)};
const dr = new Builder().withModules(features).withCache({ path: ".cellar" }).named("shared").build();
const values = await dr.execute(${JSON.stringify(names)}, ${JSON.stringify({ inputs })});
const record = await dr.cache.run();
const words = Object.fromEntries(record.graph.names.map((name, i) => [name, record.status[i]]));
const cues = Object.fromEntries(record.graph.names.map((name, i) => [name, (record.detail[i]?.cues ?? []).map((cue) => cue.text)]));
const codes = dr.cache.codeVersions[dr.cache.lastRunId];
console.log(JSON.stringify({ values, words, cues, codes }));
await dr.close();
`;
}

export interface Told {
  readonly values: Readonly<Record<string, unknown>>;
  /** Node or input → letter of its status. */
  readonly words: Readonly<Record<string, string>>;
  readonly cues: Readonly<Record<string, readonly string[]>>;
  readonly codes: Readonly<Record<string, string>>;
}

export const told = (output: string): Told => JSON.parse(output.trim().split("\n").at(-1)!) as Told;
