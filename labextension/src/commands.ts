// What can be done from the command palette?
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ICommandPalette } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import { runsIcon } from "./icon.ts";
import type { RunsPanel } from "./panel.ts";

export function addCommands(
  app: JupyterFrontEnd,
  panel: RunsPanel,
  palette: ICommandPalette | null,
  trans: TranslationBundle,
): void {
  const commands = {
    "cellar:show-runs": [trans.__("Show run history"), () => app.shell.activateById(panel.id)],
    "cellar:previous-run": [trans.__("Previous run"), () => panel.runs?.model.step(-1)],
    "cellar:next-run": [trans.__("Next run"), () => panel.runs?.model.step(1)],
    "cellar:clear-kept-runs": [
      trans.__("Clear the runs that this browser keeps of this notebook"),
      () => panel.runs?.clear(),
    ],
    "cellar:reconnect": [trans.__("Ask the kernel for its runs again"), () => panel.runs?.reconnect()],
  } as const;
  for (const [command, [label, execute]] of Object.entries(commands)) {
    app.commands.addCommand(command, {
      label,
      execute,
      isEnabled: () => command === "cellar:show-runs" || panel.runs !== undefined,
      describedBy: { args: { type: "object", properties: {} } },
      ...(command === "cellar:show-runs" ? { icon: runsIcon } : {}),
    });
    palette?.addItem({ command, category: trans.__("Cellar") });
  }
}
