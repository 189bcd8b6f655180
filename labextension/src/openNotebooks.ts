// Which runs belong to which open notebook?
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { KeptRuns } from "./keptRuns.ts";
import { NotebookRuns } from "./notebookRuns.ts";

/** The runs of a notebook, from when it was opened until it is closed. */
export type RunsOf = (notebook: NotebookPanel | null) => NotebookRuns | undefined;

/** Follows every open notebook, so that runs are kept also while another one is looked at. */
export function openNotebooks(tracker: INotebookTracker, kept: KeptRuns): RunsOf {
  const open = new Map<NotebookPanel, NotebookRuns>();
  const follow = (notebook: NotebookPanel): NotebookRuns => {
    const known = open.get(notebook);
    if (known !== undefined) return known;
    const runs = new NotebookRuns(notebook, kept);
    open.set(notebook, runs);
    notebook.disposed.connect(() => {
      open.delete(notebook);
      runs.dispose();
    });
    return runs;
  };
  tracker.widgetAdded.connect((_, notebook) => {
    follow(notebook);
  });
  tracker.forEach(follow);
  return (notebook) => (notebook === null || notebook.isDisposed ? undefined : follow(notebook));
}
