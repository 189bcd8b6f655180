// What can a test do in JupyterLab? Open a notebook, run a command, change the theme.
import type { Page } from "playwright-core";
import type { Lab } from "./startLab.ts";

/** What `--LabApp.expose_app_in_browser` puts on the window. */
interface LabWindow {
  readonly jupyterapp?: {
    readonly restored: Promise<void>;
    readonly commands: { execute(command: string, args?: object): Promise<unknown> };
    readonly shell: {
      readonly currentWidget: {
        readonly sessionContext?: {
          readonly session?: {
            readonly kernel?: { readonly status: string; readonly connectionStatus: string } | null;
          } | null;
        };
      } | null;
    };
    readonly serviceManager: { readonly sessions: { shutdownAll(): Promise<void> } };
  };
}

export async function openLab(page: Page, lab: Lab, at = "lab?reset"): Promise<void> {
  await page.goto(lab.url(at), { waitUntil: "domcontentloaded" });
  await untilRestored(page);
}

export async function untilRestored(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as LabWindow).jupyterapp !== undefined, undefined, { timeout: 90_000 });
  await page.evaluate(() => (window as LabWindow).jupyterapp?.restored);
}

/** Runs a command as the palette would. */
export async function runCommand(page: Page, command: string, args: object = {}): Promise<void> {
  await page.evaluate(
    async ([name, given]) => {
      await (window as LabWindow).jupyterapp?.commands.execute(name, given);
    },
    [command, args] as const,
  );
}

/** Opens a notebook; where JupyterLab asks for a kernel, none is taken. */
export async function openNotebook(page: Page, file: string): Promise<void> {
  await runCommand(page, "docmanager:open", { path: file });
  await page.waitForSelector(`${ACTIVE} .jp-Cell`);
}

/** Answers JupyterLab's question for a kernel. */
export async function takeNoKernel(page: Page): Promise<void> {
  await page.locator(".jp-Dialog").getByRole("button", { name: "No Kernel" }).click();
}

/** The kernel of the notebook in front is connected and has nothing to do; before that, running a cell asks for a kernel. */
export async function untilIdle(page: Page): Promise<void> {
  const isIdle = (): boolean => {
    const kernel = (window as LabWindow).jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === "connected" && kernel.status === "idle";
  };
  await page.waitForFunction(isIdle, undefined, { timeout: 60_000 });
}

export async function setTheme(page: Page, theme: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
  await runCommand(page, "apputils:change-theme", { theme });
  await page.waitForSelector(`body[data-jp-theme-name="${theme}"]`, { state: "attached" });
}

/** The notebook in front. */
export const ACTIVE = ".jp-NotebookPanel:not(.lm-mod-hidden)";
