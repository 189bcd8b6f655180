// What is a dataflow made of, as plain text?
import type { DataflowRecord } from "../protocol/index.ts";
import { shorten } from "./printable.ts";

const MOST_LINES = 190;

/** A line per node with what it reads, then the inputs. */
export function writeDataflow({ label, graph }: DataflowRecord): string {
  const nodes = graph.names.map((_, node) => node);
  const lines = nodes.slice(0, MOST_LINES).map((node) => {
    const name = shorten(graph.names[node] ?? "", 60);
    if (graph.kinds[node] === "i") return `◇ ${name} (input)`;
    const deps = graph.deps[node] ?? [];
    const read = deps.slice(0, 20).map((dep) => shorten(graph.names[dep] ?? "", 40));
    if (deps.length > read.length) read.push("…");
    return `▢ ${name}${read.length === 0 ? "" : ` ← ${read.join(", ")}`}`;
  });
  if (nodes.length > lines.length) lines.push(`  … and ${nodes.length - lines.length} more`);
  return [`${shorten(label, 60)}: ${sizeOfDataflow(graph)}`, ...lines].join("\n");
}

function sizeOfDataflow({ kinds }: DataflowRecord["graph"]): string {
  const inputs = [...kinds].filter((kind) => kind === "i").length;
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const nodes = count(kinds.length - inputs, "node");
  return inputs === 0 ? nodes : `${nodes}, ${count(inputs, "input")}`;
}
