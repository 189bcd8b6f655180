// What does a saved notebook look like on disk?
import fs from "node:fs";
import path from "node:path";

export interface SavedCell {
  readonly source: string;
  /** MIME bundles of its outputs. */
  readonly outputs?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Writes a notebook; unsigned, as one that came by mail.
 *
 * @param kernel - Name of its kernel; without one JupyterLab asks.
 */
export function writeNotebook(file: string, cells: readonly SavedCell[], kernel?: string): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata:
      kernel === undefined ? {} : { kernelspec: { name: kernel, display_name: kernel, language: "typescript" } },
    cells: cells.map(({ source, outputs = [] }, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: {},
      execution_count: outputs.length > 0 ? i + 1 : null,
      source,
      outputs: outputs.map((data) => ({ output_type: "display_data", data, metadata: {} })),
    })),
  };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(notebook, undefined, 1));
}
