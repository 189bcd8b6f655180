import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installCellarKernel } from "./harness/cellarKernel.ts";
import { ACTIVE, openLab, openNotebook, runCommand, untilIdle, untilRestored } from "./harness/labPage.ts";
import { copyLessons } from "./harness/lessonFolder.ts";
import { openChromium } from "./harness/openChromium.ts";
import { type Lab, startLab } from "./harness/startLab.ts";

const EXTENSION = path.resolve(import.meta.dirname, "../../labextension/dist/labextension");
const PANEL = ".cellar-RunsPanel";
const LESSON = "lessons/01-caching.ipynb";

let prefix: string;
let lab: Lab;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  prefix = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  const env = { JUPYTER_PATH: installCellarKernel(prefix) };
  lab = await startLab({ extensions: { "jupyterlab-cellar": EXTENSION }, env });
  copyLessons(path.join(lab.root, "lessons"));
  browser = await openChromium();
  page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
  page.on("dialog", (dialog) => void dialog.accept());
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
  fs.rmSync(prefix, { recursive: true, force: true });
});

/** Statuses by node in each graph below a selector, in page order. */
const graphsIn = (frame: string): Promise<Record<string, string>[]> =>
  page
    .locator(`${frame} .cellar-Graph`)
    .evaluateAll((graphs) =>
      graphs.map((graph) =>
        Object.fromEntries(
          [...graph.querySelectorAll(".cellar-Box")].map((box) => [
            box.getAttribute("data-node")!,
            box.getAttribute("data-status")!,
          ]),
        ),
      ),
    );
const statusesIn = async (frame: string) => (await graphsIn(frame))[0] ?? {};
const lastOutput = `${ACTIVE} .jp-Cell:nth-last-child(1 of .jp-CodeCell) .cellar-Output`;
const badge = () => page.locator(`${PANEL} .cellar-Badge`).innerText();

/** Chooses an item of a menu in the menu bar, as a hand would. */
async function choose(menu: string, item: string): Promise<void> {
  await page.locator(`.lm-MenuBar-itemLabel:text-is("${menu}")`).click();
  await page.locator(`.lm-Menu-itemLabel:text-is("${item}")`).click();
}

async function runAll(): Promise<void> {
  await choose("Run", "Run All Cells");
  await page.waitForFunction(
    (cells) =>
      [...document.querySelectorAll(`${cells} .jp-CodeCell .jp-InputPrompt`)].every((p) =>
        /^\[\d+\]:$/.test(p.textContent ?? ""),
      ),
    ACTIVE,
    { timeout: 120_000 },
  );
  await untilIdle(page);
}

describe("the lesson in JupyterLab", () => {
  it("runs from top to bottom and draws each run", async () => {
    await openLab(page, lab);
    await openNotebook(page, LESSON);
    await untilIdle(page);
    await runAll();
    expect(
      await page.locator(`${ACTIVE} .jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]`).allInnerTexts(),
    ).toEqual([]);
    expect((await graphsIn(ACTIVE)).length).toBeGreaterThanOrEqual(7);
    expect(await graphsIn(ACTIVE)).toContainEqual({ rawData: "hit", cutoffDate: "given", processedData: "hit" });
  });

  it("moves through the runs by keyboard, in the output and in the panel", async () => {
    await runCommand(page, "cellar:show-runs");
    for (const frame of [lastOutput, PANEL]) {
      await page.locator(`${frame} input[type=range]`).focus();
      await page.keyboard.press("Home");
      await expect.poll(() => statusesIn(frame)).toMatchObject({ rawData: "executed", processedData: "executed" });
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => statusesIn(frame)).toMatchObject({ rawData: "hit", processedData: "hit" });
      await page.keyboard.press("End");
      await expect
        .poll(() => statusesIn(frame))
        .toMatchObject({ rawData: "hit", processedData: "executed", amountPerCountry: "hit" });
    }
    expect(await badge()).toBe("live");
  });

  it("after a restart of the kernel, without the reset cell, every node of every run is a hit", async () => {
    const reset = page.locator(`${ACTIVE} .jp-CodeCell`, { hasText: "await clearCache()" });
    await reset.locator(".jp-InputPrompt").click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("d");
    await page.keyboard.press("d");
    await expect.poll(() => reset.count()).toBe(0);
    await choose("Kernel", "Restart Kernel…");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await untilIdle(page);
    await runAll();
    const runs = (await graphsIn(`${ACTIVE} .jp-OutputArea-executeResult`)).slice(0, -1);
    expect(runs).toHaveLength(5);
    for (const run of runs) for (const status of Object.values(run)) expect(["hit", "given"]).toContain(status);
  });

  it("with the kernel shut down, all outputs cleared and the page reloaded, the panel still shows the runs", async () => {
    await choose("Kernel", "Shut Down Kernel");
    await runCommand(page, "editmenu:clear-all");
    await expect.poll(() => page.locator(`${ACTIVE} .cellar-Output`).count()).toBe(0);
    await runCommand(page, "docmanager:save");
    // No kernel may answer: the page is loaded while none can be started.
    await page.route("**/api/sessions*", (route) =>
      route.request().method() === "POST" ? route.abort() : route.continue(),
    );
    await page.reload();
    await untilRestored(page);
    await page.waitForSelector(PANEL);
    await expect.poll(badge).toBe("from this browser");
    await expect.poll(() => statusesIn(PANEL)).toMatchObject({ rawData: "hit" });
    // JupyterLab tells in a dialog, at some time, that no kernel could be started; it takes the keyboard until it is closed.
    const closeDialog = async () => {
      const buttons = page.locator(".jp-Dialog .jp-mod-accept");
      if ((await buttons.count()) > 0) await buttons.first().click();
    };
    // While the page is still being restored, the panel may go back to the newest run: a hand would press again.
    const oldest = async () => {
      await closeDialog();
      await page.locator(`${PANEL} input[type=range]`).focus();
      await page.keyboard.press("Home");
      return statusesIn(PANEL);
    };
    await expect.poll(oldest, { timeout: 20_000 }).toMatchObject({ rawData: "executed", processedData: "executed" });
  });
});
