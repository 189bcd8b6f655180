// What do the tests of the extension share? One JupyterLab per file, a page per test, and no error that goes unseen.
import fs from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { kernelThatKnowsRuns } from "./kernelThatKnowsRuns.ts";
import { openLab, openNotebook, runCommand, takeNoKernel } from "./labPage.ts";
import { writeNotebook } from "./notebookFile.ts";
import { openChromium } from "./openChromium.ts";
import { PANEL } from "./runGraph.ts";
import { type Lab, startLab } from "./startLab.ts";

const EXTENSION = path.resolve(import.meta.dirname, "../../../labextension/dist/labextension");

export interface LabSession {
  readonly lab: Lab;
  readonly page: Page;
  /** Writes a JSON file beside the notebooks. */
  write(name: string, data: unknown): void;
  /** Opens a notebook without a kernel, whose outputs are all there is. */
  openSaved(name: string, ...bundles: Record<string, unknown>[]): Promise<void>;
  showPanel(): Promise<void>;
}

/** Call it once, at the top of a file: it sets the hooks up. */
export function useLab(): LabSession {
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  let troubles: string[];
  beforeAll(async () => {
    if (!fs.existsSync(EXTENSION)) throw new Error("The extension is not built: run `npm run build` first.");
    lab = await startLab({ extensions: { "jupyterlab-cellar": EXTENSION }, ...kernelThatKnowsRuns() });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });
  beforeEach(async () => {
    page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
    troubles = [];
    // JupyterLab itself cancels what it has asked of a kernel that is shut down.
    page.on("pageerror", (error) => error.message.includes("Canceled future") || troubles.push(error.message));
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload") troubles.push(`a dialog: ${dialog.message()}`);
      void dialog.accept();
    });
  });
  afterEach(async () => {
    await page.context().close();
    expect(troubles).toEqual([]);
  });
  return {
    get lab() {
      return lab;
    },
    get page() {
      return page;
    },
    write: (name, data) => fs.writeFileSync(path.join(lab.root, name), JSON.stringify(data)),
    openSaved: async (name, ...bundles) => {
      writeNotebook(path.join(lab.root, name), [{ source: "dr.cache.viewHistory()", outputs: bundles }]);
      await openLab(page, lab);
      await openNotebook(page, name);
      await takeNoKernel(page);
    },
    showPanel: async () => {
      await runCommand(page, "cellar:show-runs");
      await page.waitForSelector(PANEL);
    },
  };
}
