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
const FIRST = "lessons/01-caching.ipynb";
const OTHERS = [
  "lessons/02-why-did-it-run.ipynb",
  "lessons/03-loaders-savers-formats.ipynb",
  "lessons/04-map-and-parallel.ipynb",
];

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
/** The history, an output with a slider. */
const HISTORY = `${ACTIVE} .cellar-Output:has(input[type=range])`;
const badge = () => page.locator(`${PANEL} .cellar-Badge`).innerText();
/** Graphs of single runs that the cells show, in order. */
const runsShown = () => graphsIn(`${ACTIVE} .jp-OutputArea-executeResult .cellar-Output:not(:has(input[type=range]))`);
const resetCell = () => page.locator(`${ACTIVE} .jp-CodeCell`, { hasText: "await clearCache()" });
/** What went wrong in the notebook in front. */
const troubles = () =>
  page
    .locator(
      `${ACTIVE} .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"], ${ACTIVE} .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]`,
    )
    .allInnerTexts();

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
    await openNotebook(page, FIRST);
    await untilIdle(page);
    await runAll();
    expect(await troubles()).toEqual([]);
    expect((await runsShown()).slice(0, 2)).toEqual([
      { rawData: "executed", cutoffDate: "given", processedData: "executed" },
      { rawData: "hit", cutoffDate: "given", processedData: "hit" },
    ]);
    expect(await runsShown()).toHaveLength(9);
  });

  it("moves through the runs by keyboard, in the output and in the panel", async () => {
    await runCommand(page, "cellar:show-runs");
    const told = (rawData: string, processedData: string, amountPerCountry?: string) => ({
      rawData,
      processedData,
      ...(amountPerCountry === undefined ? {} : { amountPerCountry }),
    });
    for (const [frame, first, second] of [
      [HISTORY, told("hit", "hit", "executed"), told("hit", "hit", "hit")],
      [PANEL, told("executed", "executed"), told("hit", "hit")],
    ] as const) {
      await page.locator(`${frame} input[type=range]`).focus();
      await page.keyboard.press("Home");
      await expect.poll(() => statusesIn(frame)).toMatchObject(first);
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => statusesIn(frame)).toMatchObject(second);
      await page.keyboard.press("End");
      await expect.poll(() => statusesIn(frame)).toMatchObject(told("hit", "executed", "executed"));
    }
    expect(await badge()).toBe("live");
  });

  it("a reset while drivers and the panel hold the cache open, then Run All: all as for the first time", async () => {
    const before = await runsShown();
    await resetCell().locator(".jp-InputPrompt").click();
    await page.keyboard.press("Control+Enter");
    await untilIdle(page);
    expect(await troubles()).toEqual([]);
    await runAll();
    expect(await troubles()).toEqual([]);
    expect(await runsShown()).toEqual(before);
    await page.locator(`${PANEL} input[type=range]`).focus();
    await page.keyboard.press("End");
    await expect
      .poll(() => statusesIn(PANEL))
      .toMatchObject({ rawData: "hit", processedData: "executed", amountPerCountry: "executed" });
    expect(await badge()).toBe("live");
  });

  it("after a restart of the kernel, without the reset cell, all are hits but what is told to execute", async () => {
    const reset = resetCell();
    await reset.locator(".jp-InputPrompt").click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("d");
    await page.keyboard.press("d");
    await expect.poll(() => reset.count()).toBe(0);
    await choose("Kernel", "Restart Kernel…");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await untilIdle(page);
    await runAll();
    expect(await troubles()).toEqual([]);
    const runs = await runsShown();
    expect(runs).toHaveLength(9);
    const executed = runs.map((run) => Object.keys(run).filter((node) => !["hit", "given"].includes(run[node]!)));
    // The sections on the clock and the inbox have three runs that are told to read the file.
    expect(executed).toEqual([[], [], [], [], [], ["rawData"], ["rawData"], ["rawData"], []]);
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
    await page.unroute("**/api/sessions*");
  });

  it.each(OTHERS)("%s runs from top to bottom too", async (lesson) => {
    // Anew, since what was restored above still waits for kernels that could not be started.
    await openLab(page, lab);
    await openNotebook(page, lesson);
    await untilIdle(page);
    await runAll();
    expect(await troubles()).toEqual([]);
    expect((await runsShown()).length).toBeGreaterThan(1);
  });
});
