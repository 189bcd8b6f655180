// Which MIME types does JupyterLab show by Cellar?
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { TranslationBundle } from "@jupyterlab/translation";
import { DATAFLOW_MIME, HISTORY_MIME, RUN_MIME } from "cellar/protocol";
import { DataflowOutput } from "./dataflowOutput.ts";
import { HistoryOutput } from "./historyOutput.ts";
import { RunOutput } from "./runOutput.ts";
import type { ViewSettings } from "./viewSettings.ts";

/** Below 50, the rank of text/html, so that the live graph is preferred to every fallback. */
const RANK = 40;

export function addOutputs(registry: IRenderMimeRegistry, settings: ViewSettings, trans: TranslationBundle): void {
  const outputs = [
    [RUN_MIME, RunOutput],
    [HISTORY_MIME, HistoryOutput],
    [DATAFLOW_MIME, DataflowOutput],
  ] as const;
  for (const [mimeType, Output] of outputs) {
    registry.addFactory(
      // Safe: only data is shown, as text and shapes; so unsigned notebooks show their graphs, too.
      { safe: true, mimeTypes: [mimeType], defaultRank: RANK, createRenderer: () => new Output(settings, trans) },
      RANK,
    );
  }
}
