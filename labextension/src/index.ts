// What does Cellar add to JupyterLab? This file only ties the parts together.
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker, NotebookActions } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { browserStore } from "./browserStore.ts";
import { addCommands } from "./commands.ts";
import { runsIcon } from "./icon.ts";
import { keptRuns } from "./keptRuns.ts";
import { openNotebooks } from "./openNotebooks.ts";
import { addOutputs } from "./outputs.ts";
import { RunsPanel } from "./panel.ts";
import { ViewSettings } from "./viewSettings.ts";

const PLUGIN = "jupyterlab-cellar:plugin";

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: "Run graphs and run history of cached dataflow modules.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [INotebookTracker, ISettingRegistry, ITranslator, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    tracker: INotebookTracker | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
  ): void => {
    const trans = (translator ?? nullTranslator).load("jupyterlab_cellar");
    const settings = new ViewSettings();
    void registry?.load(PLUGIN).then((loaded) => {
      settings.set(loaded.composite);
      loaded.changed.connect(() => settings.set(loaded.composite));
    });
    addOutputs(rendermime, settings, trans);
    if (tracker === null) return;

    const kept = keptRuns(browserStore(), app.serviceManager.serverSettings.baseUrl, () => settings.now.runsKept);
    const runsOf = openNotebooks(tracker, kept);
    NotebookActions.executed.connect((_, { notebook, cell }) => {
      runsOf(tracker.find((panel) => panel.content === notebook) ?? null)?.readCell(cell.model);
    });
    const panel = new RunsPanel({ tracker, runsOf, settings, trans });
    panel.id = "cellar-runs";
    panel.title.icon = runsIcon;
    panel.title.caption = trans.__("Runs");
    app.shell.add(panel, "right", { rank: 900, type: "Runs" });
    restorer?.add(panel, panel.id);
    addCommands(app, panel, palette, trans);
  },
};

export default plugin;
