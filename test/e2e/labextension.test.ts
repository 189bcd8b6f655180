import fs from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { DATAFLOW_MIME, RUN_MIME } from "../../src/protocol/index.ts";
import { BASICS, graphOf, historyOf, runOf } from "../protocol/sampleRun.ts";
import { historyBundle, runBundle } from "./harness/bundles.ts";
import { contrastOf } from "./harness/contrast.ts";
import { holdSessions } from "./harness/holdSessions.ts";
import { RUNS_KERNEL } from "./harness/kernelThatKnowsRuns.ts";
import { ACTIVE, openLab, openNotebook, runCommand, setTheme, untilIdle, untilRestored } from "./harness/labPage.ts";
import { writeNotebook } from "./harness/notebookFile.ts";
import { badgeOf, boxIn, OUTPUT, PANEL, statusesIn } from "./harness/runGraph.ts";
import type { Lab } from "./harness/startLab.ts";
import { useLab } from "./harness/useLab.ts";
import { lessonRuns } from "./lessonRuns.ts";

const session = useLab();
let lab: Lab;
let page: Page;
beforeEach(() => ({ lab, page } = session));
const { write, openSaved } = session;

const statuses = (frame: string): Promise<Record<string, string>> => statusesIn(page, frame);
const box = (frame: string, name: string): Locator => boxIn(page, frame, name);
const badge = (): Promise<string | null> => badgeOf(page);
const showPanel = (): Promise<void> => session.showPanel();
/** A notebook whose kernel tells six runs, with the panel beside it. */
async function openLive(name: string): Promise<void> {
  write("history.json", historyOf(lessonRuns(Date.now())));
  writeNotebook(path.join(lab.root, name), [{ source: "1" }], RUNS_KERNEL);
  await openLab(page, lab);
  await openNotebook(page, name);
  await showPanel();
  await expect.poll(badge, { timeout: 20_000 }).toBe("live");
}

/** Reloads the page and opens the notebook again, whether JupyterLab has already restored it or not. */
async function reopen(name: string): Promise<void> {
  await page.reload();
  await untilRestored(page);
  await openNotebook(page, name);
  await showPanel();
}

describe("an output", () => {
  it("draws the graph of a run in an unsigned notebook, statuses told by word, sign and shape", async () => {
    await openSaved("unsigned.ipynb", runBundle(lessonRuns(Date.now())[4]!));
    await expect
      .poll(() => statuses(OUTPUT))
      .toMatchObject({
        cutoffDate: "given",
        rawData: "hit",
        exchangeRates: "executed",
        report: "skipped",
        totals: "failed",
      });
    expect(await box(OUTPUT, "totals").textContent()).toMatch(/✕.*failed/);
    expect(await page.locator(OUTPUT).textContent()).toContain("1 failed");
    expect(await page.locator(`${ACTIVE} .jp-OutputArea-output img`).count()).toBe(0);
  });

  it("shows why a node executed when it is selected, root cause first, with the key field before and after", async () => {
    await openSaved("why.ipynb", runBundle(lessonRuns(Date.now())[3]!));
    await box(OUTPUT, "amountPerCountry").click();
    const detail = page.locator(`${OUTPUT} .cellar-Detail`);
    await expect
      .poll(() => detail.locator(".cellar-Detail-causes > div").first().innerText())
      .toContain("rates changed: Canada 0.73 → 0.71");
    await detail.locator(".cellar-Detail-causes button").click();
    expect(await detail.locator("h3").innerText()).toBe("processedData");
    expect(await detail.locator(".cellar-Fields").innerText()).toMatch(/code\/rates\s+Canada 0.73\s+→\s+Canada 0.71/);
    expect(await detail.locator(".cellar-Table").innerText()).toContain("Montréal");
  });

  it("moves through a history by keyboard: graph and data versions follow, no node jumps", async () => {
    await openSaved("history.ipynb", historyBundle(lessonRuns(Date.now())));
    await page.locator(`${OUTPUT} input[type=range]`).focus();
    await expect.poll(() => statuses(OUTPUT)).toMatchObject({ processedData: "executed", report: "executed" });
    const place = await box(OUTPUT, "processedData").getAttribute("transform");
    const versions = await page.locator(`${OUTPUT} .cellar-Versions`).innerText();
    await page.keyboard.press("Home");
    expect(await statuses(OUTPUT)).toEqual({
      cutoffDate: "given",
      rawData: "executed",
      processedData: "executed",
      amountPerCountry: "executed",
    });
    await page.keyboard.press("ArrowRight");
    expect(await statuses(OUTPUT)).toMatchObject({ rawData: "hit", amountPerCountry: "hit" });
    expect(await box(OUTPUT, "processedData").getAttribute("transform")).toBe(place);
    expect(await page.locator(`${OUTPUT} .cellar-Versions`).innerText()).not.toBe(versions);
    expect(await page.locator(`${OUTPUT} input[type=range]`).getAttribute("aria-valuetext")).toContain("Run 2: 3 hits");
  });

  it("is walked by arrow keys, selected by Enter, left by Escape, and keeps these keys from the notebook", async () => {
    await openSaved("keys.ipynb", runBundle(lessonRuns(Date.now())[3]!));
    await page.locator(`${OUTPUT} .cellar-Box[tabindex="0"]`).focus();
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("data-node") ?? null);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe("amountPerCountry");
    await page.keyboard.press("Enter");
    expect(await page.locator(`${OUTPUT} .cellar-Detail h3`).innerText()).toBe("amountPerCountry");
    expect(await page.locator(`${OUTPUT} .cellar-Box[tabindex="0"]`).count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator(`${OUTPUT} .cellar-Detail`).count()).toBe(0);
    expect(await focused()).toBe("amountPerCountry");
  });

  it("lets the wheel scroll the notebook and zooms with Ctrl", async () => {
    await openSaved("wheel.ipynb", runBundle(lessonRuns(Date.now())[3]!));
    const moved = page.locator(`${OUTPUT} .cellar-Graph-svg > g`);
    await box(OUTPUT, "processedData").hover();
    const before = await moved.getAttribute("transform");
    await page.mouse.wheel(0, -200);
    expect(await moved.getAttribute("transform")).toBe(before);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    await expect.poll(() => moved.getAttribute("transform")).not.toBe(before);
  });

  it("draws a dataflow that has not run", async () => {
    await openSaved("dataflow.ipynb", {
      [DATAFLOW_MIME]: { v: 1, type: "dataflow", label: "basics", graph: BASICS },
      "text/plain": "basics",
    });
    await expect.poll(() => page.locator(`${OUTPUT} .cellar-Box`).count()).toBe(5);
    expect(await page.locator(OUTPUT).innerText()).toContain("basics");
  });

  it("shows hostile names, values and reasons as text", async () => {
    const evil = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;
    const run = runOf(graphOf({ [evil]: [], "\u202egnp.exe": [], [`${"long".repeat(2500)}`]: [] }), "fxx", {
      dataflow: { id: "d", label: evil },
      warnings: [evil],
      detail: {
        0: {
          error: { name: evil, message: evil, stack: evil },
          preview: { type: evil, text: evil, columns: [evil], rows: [[evil]] },
        },
      },
    });
    await openSaved("hostile.ipynb", runBundle(run), historyBundle([run]));
    await page.locator(`${OUTPUT} .cellar-Box`).first().click();
    await expect.poll(() => page.locator(`${OUTPUT} .cellar-Detail`).first().textContent()).toContain("<img src=x");
    expect(await page.locator(`${OUTPUT} :is(img, script)`).count()).toBe(0);
  });

  it.each<[string, unknown, string]>([
    ["a newer Cellar", { ...runOf(BASICS, "ghhhh"), v: 2 }, "made by a newer Cellar"],
    ["a broken record", { ...runOf(BASICS, "ghhhh"), status: "??" }, "cannot be shown"],
  ])("says so where it holds %s", async (_, record, told) => {
    await openSaved("other.ipynb", { [RUN_MIME]: record, "text/plain": "text" });
    await expect.poll(() => page.locator(OUTPUT).innerText()).toContain(told);
  });

  it.each(["JupyterLab Light", "JupyterLab Dark"] as const)("is readable in %s", async (theme) => {
    const statuses = runOf(graphOf({ a: [], b: [], c: [], d: [], e: [], f: [], g: [], h: [] }), "hxufsnpr", {
      took: Array(8).fill(5),
    });
    await openSaved("theme.ipynb", runBundle(statuses));
    await setTheme(page, theme);
    for (const name of statuses.graph.names) {
      const rect = box(OUTPUT, name).locator("rect").last();
      for (const part of [".cellar-Box-name", ".cellar-Box-sub", ".cellar-Box-sign"])
        expect(await contrastOf(box(OUTPUT, name).locator(part), rect), `${name} ${part}`).toBeGreaterThan(4.5);
    }
    for (const chip of await page.locator(`${OUTPUT} .cellar-Count`).all())
      expect(await contrastOf(chip)).toBeGreaterThan(4.5);
  });
});

describe("the panel", () => {
  it("shows the runs that lie in the notebook, says so, and is driven by keyboard", async () => {
    await openSaved("shared.ipynb", historyBundle(lessonRuns(Date.now())));
    await showPanel();
    await expect.poll(badge).toBe("from the notebook");
    await page.locator(`${PANEL} input[type=range]`).focus();
    await page.keyboard.press("Home");
    await expect.poll(() => statuses(PANEL)).toMatchObject({ rawData: "executed" });
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => statuses(PANEL)).toMatchObject({ rawData: "hit" });
    await page.keyboard.press("End");
    await expect.poll(() => statuses(PANEL)).toMatchObject({ report: "executed" });
  });

  it("follows a run while it lasts, and asks for the record where events are missing", async () => {
    const [first, second] = [1, 2].map((n) =>
      runOf(BASICS, "gxxxx", { run: `live-${n}`, n, seq: 9, at: Date.now() + n }),
    );
    const event = (seq: number, node: number, status: string, set = {}) => ({
      v: 1,
      type: "event",
      run: "live-2",
      seq,
      node,
      status,
      set,
    });
    write("history.json", historyOf([first!]));
    write("start.json", { type: "start", record: { ...second, state: "running", status: "gpppp", seq: 0 } });
    write("events.json", { type: "events", events: [event(1, 1, "x", { took: 12 }), event(2, 2, "r")] });
    write("late.json", { type: "events", events: [event(7, 3, "r")] });
    write("live-2.json", second);
    writeNotebook(
      path.join(lab.root, "live.ipynb"),
      [{ source: 'push("start.json"); push("events.json"); wait("go"); push("late.json")' }],
      RUNS_KERNEL,
    );
    await openLab(page, lab);
    await openNotebook(page, "live.ipynb");
    await showPanel();
    await expect.poll(badge, { timeout: 20_000 }).toBe("live");
    await untilIdle(page);
    // The command ends with the cell, which waits.
    const ended = runCommand(page, "notebook:run-all-cells");
    await expect
      .poll(() => statuses(PANEL))
      .toMatchObject({ rawData: "executed", processedData: "running", rounded: "pending" });
    expect(await page.locator(`${PANEL} .cellar-Counts`).innerText()).toContain("1 running");
    fs.writeFileSync(path.join(lab.root, "go"), "");
    await ended;
    await expect.poll(() => statuses(PANEL)).toMatchObject({ rounded: "executed", amountPerCountry: "executed" });
    expect(await badge()).toBe("live");
  });

  it("says where the runs come from while the kernel restarts and is shut down", async () => {
    await openLive("restart.ipynb");
    await untilIdle(page);
    const restarted = runCommand(page, "kernelmenu:restart");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await restarted;
    await expect.poll(badge).toBe("live");
    await untilIdle(page);
    await runCommand(page, "kernelmenu:shutdown");
    await expect.poll(badge).toBe("from this browser");
    expect(Object.keys(await statuses(PANEL))).toHaveLength(7);
  });

  it("shows the runs after a reload before there is a kernel, then those of the kernel", async () => {
    await openLive("reload.ipynb");
    await untilIdle(page);
    await runCommand(page, "kernelmenu:shutdown");
    const release = await holdSessions(page);
    await reopen("reload.ipynb");
    await expect.poll(badge, { timeout: 20_000 }).toBe("from this browser");
    await page.locator(`${PANEL} input[type=range]`).focus();
    await page.keyboard.press("Home");
    await expect
      .poll(() => statuses(PANEL))
      .toEqual({ cutoffDate: "given", rawData: "executed", processedData: "executed", amountPerCountry: "executed" });
    release();
    await expect.poll(badge, { timeout: 30_000 }).toBe("live");
    expect(await page.locator(`${PANEL} input[type=range]`).getAttribute("aria-valuetext")).toContain("Run 1:");
  });

  it("forgets the runs of a notebook on command, for good", async () => {
    await openLive("forget.ipynb");
    await untilIdle(page);
    await runCommand(page, "kernelmenu:shutdown");
    await expect.poll(badge).toBe("from this browser");
    await runCommand(page, "cellar:clear-kept-runs");
    await expect.poll(() => page.locator(PANEL).textContent()).toContain("No runs yet");
    await holdSessions(page);
    await reopen("forget.ipynb");
    await expect.poll(() => page.locator(PANEL).textContent()).toContain("No runs yet");
  });
});
