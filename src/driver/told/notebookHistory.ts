// Which runs does this notebook have in its default cache? For the panel beside it, before any driver is built.
import { existsSync } from "node:fs";
import path from "node:path";
import type { HistoryRecord } from "../../protocol/index.ts";
import { theHost } from "../host.ts";
import { openCache } from "../stores/openCache.ts";
import { readHistory } from "./readRuns.ts";

/** Nothing is created: a notebook that never ran has an empty history. */
export async function notebookHistory(options: { readonly limit?: number } = {}): Promise<HistoryRecord> {
  const { root, notebook } = theHost();
  if (!existsSync(path.join(root, ".cellar", "metadata.db"))) {
    return { v: 1, type: "history", scope: "notebook", graphs: [], runs: [], more: 0 };
  }
  const cache = openCache({}, root);
  try {
    const scope = notebook === undefined ? { scope: "cache" as const } : { scope: "notebook" as const, notebook };
    return { ...(await readHistory(cache.metadata, scope, options.limit)), scope: "notebook" };
  } finally {
    await cache.close();
  }
}
