// What does a process see whose cache lies on a small disk, or on one that nobody may write to? A real one, mounted for it alone.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { lookAt } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import type { Answers, Request } from "./child.ts";

const script = fileURLToPath(new URL("./children/runText.mjs", import.meta.url));

/** A process that runs requests, what `mount` is to change of the disk before the next, or a command that prints lines. */
export type DiskStep = { readonly run: readonly Request[] } | { readonly remount: string } | { readonly list: string };

/**
 * Mounts a disk of that size over `folder` in a namespace of its own, which ends with its processes, and takes the steps.
 * Each run keeps its plan.
 *
 * @returns the answers of each request, in order, and the lines of each `list`
 * @throws where a disk cannot be mounted here; run the tests as root, or where users may have namespaces
 */
export function onSmallDisk(folder: string, sizeBytes: number, steps: readonly DiskStep[]) {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = steps.map((step) => {
    if ("remount" in step) return `mount -o ${quoted(`remount,${step.remount}`)} ${quoted(folder)}; echo`;
    if ("list" in step) return `(cd ${quoted(folder)} && find . -name ${quoted(step.list)} | tr '\\n' ' '); echo`;
    const asked = quoted(JSON.stringify({ folder, requests: step.run }));
    return `${quoted(process.execPath)} ${quoted(script)} ${asked}; echo`;
  });
  const all = ["set -e", `mount -t tmpfs -o size=${sizeBytes} cellar ${quoted(folder)} || exit 77`, ...lines].join(
    "\n",
  );
  const own = process.getuid?.() === 0 ? ["--mount"] : ["--map-root-user", "--mount"];
  const done = spawnSync("unshare", [...own, "sh", "-c", all], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (done.error !== undefined || done.status === 77 || done.stderr.startsWith("unshare:"))
    throw new Error(`No disk can be mounted here, and these promises cannot be tested: ${done.error ?? done.stderr}`);
  if (done.status !== 0) throw new Error(`a child failed: ${done.stderr}`);
  const printed = done.stdout.split("\n");
  return steps.map((step, i) => {
    const { answers } = "run" in step ? (JSON.parse(printed[i]!) as Answers) : { answers: [] };
    for (const { rows, record } of answers) expectPlanKept({ rows }, record);
    return {
      ran: answers.map((a) => ({ ...a, ...lookAt(a.record) })),
      found: "list" in step ? printed[i]!.trim() : "",
    };
  });
}
