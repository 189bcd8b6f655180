// What are the runs of one open notebook? Those this browser kept, those in its outputs, and those its kernel tells.
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { IDisposable } from "@lumino/disposable";
import { Signal } from "@lumino/signaling";
import type { RunRecord } from "cellar/protocol";
import type { KeptRuns } from "./keptRuns.ts";
import { KernelLink } from "./kernelLink.ts";
import { readMessage } from "./readMessage.ts";
import { runsInOutputs, type SavedOutput } from "./runsInOutputs.ts";
import { RunsModel } from "./runsModel.ts";
import { type WatchedCells, watchOutputs } from "./watchOutputs.ts";

/** Lives as long as the notebook is open, also while another one is looked at. */
export class NotebookRuns implements IDisposable {
  readonly model = new RunsModel();
  readonly #notebook: NotebookPanel;
  readonly #kept: KeptRuns;
  readonly #link: KernelLink;
  #path: string;
  #watched: IDisposable | undefined;
  #inOutputs: readonly RunRecord[] = [];
  #isDisposed = false;

  constructor(notebook: NotebookPanel, kept: KeptRuns) {
    this.#notebook = notebook;
    this.#kept = kept;
    this.#path = notebook.context.path;
    notebook.context.pathChanged.connect(this.#onPath, this);
    void notebook.context.ready.then(() => this.#watch());
    // What is in the browser is there at once, before any kernel.
    void kept.list(this.#path).then((runs) => this.model.add(runs, "from this browser"));
    this.#link = new KernelLink(notebook.sessionContext, () => this.#speaksCellar());
    this.#link.message.connect((link, data) => {
      const { keep, ask } = readMessage(this.model, data);
      void kept.keep(this.#path, keep);
      for (const run of ask) link.send({ type: "ask-run", run });
    });
    this.#link.stateChanged.connect((_, state) => {
      if (state === "closed") this.model.disconnect();
    });
  }

  get path(): string {
    return this.#path;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** A cell has run: its output may hold a run, and its kernel may have learnt Cellar. */
  readCell(cell: SavedCell): void {
    if (runsInOutputs(outputsOf(cell)).length > 0) this.#link.retry();
  }

  reconnect(): void {
    this.#link.retry();
  }

  async clear(): Promise<void> {
    await this.#kept.clear(this.#path);
    this.model.drop("from this browser");
    // What also lies in the outputs is there still.
    this.model.replace(this.#inOutputs, "from the notebook");
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#notebook.context.pathChanged.disconnect(this.#onPath, this);
    this.#watched?.dispose();
    this.#link.dispose();
    Signal.clearData(this.model);
  }

  #onPath(_: unknown, path: string): void {
    const from = this.#path;
    this.#path = path;
    void this.#kept.rename(from, path);
  }

  /** TypeScript kernels may know Cellar, and so may the kernel of a notebook that holds runs. */
  #speaksCellar(): boolean {
    const { session, specsManager } = this.#notebook.sessionContext;
    const name = session?.kernel?.name ?? "";
    const language = specsManager.specs?.kernelspecs[name]?.language ?? "";
    return /cellar/i.test(name) || language.toLowerCase() === "typescript" || this.model.runs.length > 0;
  }

  /** What lies in the outputs is shown as long as it lies there. */
  #watch(): void {
    const cells = this.#notebook.content.model?.cells;
    if (this.#isDisposed || cells === undefined) return;
    this.#watched = watchOutputs(cells as WatchedCells, (runs) => {
      this.#inOutputs = runs;
      this.model.replace(runs, "from the notebook");
    });
  }
}

/** The part of a cell's model that is read. */
interface SavedCell {
  toJSON(): object;
}

function outputsOf(cell: SavedCell): SavedOutput[] {
  const { outputs } = cell.toJSON() as { readonly outputs?: unknown };
  return Array.isArray(outputs) ? (outputs as SavedOutput[]) : [];
}
