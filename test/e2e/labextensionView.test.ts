import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { SMALLEST } from "../../labextension/src/graphPlace.ts";
import type { RunRecord } from "../../src/protocol/index.ts";
import { graphOf, runOf } from "../protocol/sampleRun.ts";
import { historyBundle, runBundle } from "./harness/bundles.ts";
import { runCommand } from "./harness/labPage.ts";
import { boxIn, OUTPUT, PANEL, statusesIn } from "./harness/runGraph.ts";
import { useLab } from "./harness/useLab.ts";
import { lessonRuns } from "./lessonRuns.ts";

const session = useLab();
const { openSaved } = session;
let page: Page;
beforeEach(() => ({ page } = session));

const lesson = (): RunRecord[] => lessonRuns(Date.now());
const names = (count: number, stem: string): string[] => Array.from({ length: count }, (_, i) => `${stem}${i}`);
/** Many sources and one sum: a layer with many nodes. */
const wide = (count: number): RunRecord => {
  const sources = names(count, "source");
  const graph = graphOf({ ...Object.fromEntries(sources.map((name) => [name, []])), sum: sources });
  return runOf(graph, "x".repeat(count + 1));
};
/** Chains side by side; only the last node of the first one executed. */
const large = (length: number, chains: number): RunRecord => {
  const chain = (stem: string) => names(length, stem).map((name, i) => [name, i === 0 ? [] : [`${stem}${i - 1}`]]);
  const graph = graphOf(Object.fromEntries(names(chains, "c").flatMap((stem) => chain(`${stem}_`))));
  return runOf(graph, graph.names.map((name) => (name === `c0_${length - 1}` ? "x" : "h")).join(""));
};

const box = (frame: string, name: string): Locator => boxIn(page, frame, name);
const placeOf = async (part: Locator) => (await part.boundingBox())!;
const graphOn = (frame: string): Locator => page.locator(`${frame} .cellar-Graph-svg`);
const scaleIn = (frame: string): Promise<number> =>
  page.locator(`${frame} .cellar-Graph-svg > g`).evaluate((g) => (g as SVGGElement).getCTM()!.a);
const toolsIn = (frame: string): Locator => page.locator(`${frame} .cellar-Graph-tools`);
const hasFocus = (part: Locator): Promise<boolean> => part.evaluate((node) => node === document.activeElement);

/** Whether a part lies wholly within another, give or take a pixel. */
async function isWithin(part: Locator, frame: Locator): Promise<boolean> {
  const [inner, outer] = await Promise.all([placeOf(part), placeOf(frame)]);
  const fits = (at: number, size: number, from: number, room: number): boolean =>
    at >= from - 1 && at + size <= from + room + 1;
  return fits(inner.x, inner.width, outer.x, outer.width) && fits(inner.y, inner.height, outer.y, outer.height);
}

async function openInPanel(name: string, ...runs: RunRecord[]): Promise<void> {
  await openSaved(name, historyBundle(runs));
  await session.showPanel();
  await page.waitForSelector(`${PANEL} .cellar-Box`);
}

describe("a graph", () => {
  it("with many nodes in a layer is turned in the panel, so that it can be read", async () => {
    await openInPanel("layer.ipynb", wide(6));
    const [first, second] = [await placeOf(box(PANEL, "source0")), await placeOf(box(PANEL, "source1"))];
    expect(Math.abs(first.x - second.x)).toBeLessThan(2);
    await expect.poll(() => scaleIn(PANEL)).toBeGreaterThan(0.75);
  });

  it("too large to be read as a whole begins at what changed, with the tools in sight; `0` shows it whole", async () => {
    await openInPanel("large.ipynb", large(20, 6));
    expect(await scaleIn(PANEL)).toBeCloseTo(SMALLEST, 5);
    expect(await isWithin(box(PANEL, "c0_19"), graphOn(PANEL))).toBe(true);
    expect(await toolsIn(PANEL).isVisible()).toBe(true);
    await box(PANEL, "c0_19").focus();
    await page.keyboard.press("0");
    for (const name of ["c0_0", "c5_19"]) expect(await isWithin(box(PANEL, name), graphOn(PANEL))).toBe(true);
    expect(await scaleIn(PANEL)).toBeLessThan(SMALLEST);
  });

  it("is scaled about the focused box by keyboard", async () => {
    await openSaved("plus.ipynb", runBundle(lesson()[3]!));
    await box(OUTPUT, "amountPerCountry").focus();
    expect(await toolsIn(OUTPUT).isVisible()).toBe(false);
    for (let i = 0; i < 4; i++) await page.keyboard.press("+");
    expect(await scaleIn(OUTPUT)).toBeGreaterThan(2);
    const [inner, outer] = [await placeOf(box(OUTPUT, "amountPerCountry")), await placeOf(graphOn(OUTPUT))];
    const middle = inner.x + inner.width / 2;
    expect(middle).toBeGreaterThan(outer.x);
    expect(middle).toBeLessThan(outer.x + outer.width);
    expect(await toolsIn(OUTPUT).isVisible()).toBe(true);
  });

  it("cannot be dragged away, and comes back by its tool", async () => {
    await openInPanel("drag.ipynb", ...lesson());
    const frame = await placeOf(graphOn(PANEL));
    for (let i = 0; i < 3; i++) {
      await page.mouse.move(frame.x + 20, frame.y + frame.height - 60);
      await page.mouse.down();
      await page.mouse.move(frame.x + frame.width + 900, frame.y - 900, { steps: 4 });
      await page.mouse.up();
    }
    const seen = await graphOn(PANEL).evaluate((svg) => {
      const outer = svg.getBoundingClientRect();
      return [...svg.querySelectorAll(".cellar-Box rect")].filter((rect) => {
        const { left, right, top, bottom } = rect.getBoundingClientRect();
        return left < outer.right - 20 && right > outer.left + 20 && top < outer.bottom - 20 && bottom > outer.top + 10;
      }).length;
    });
    expect(seen).toBeGreaterThan(0);
    await toolsIn(PANEL).getByRole("button", { name: "Show the whole graph" }).click();
    for (const name of ["rawData", "report"]) expect(await isWithin(box(PANEL, name), graphOn(PANEL))).toBe(true);
  });

  it("is scaled a little by a notch of the wheel with Ctrl, not ten times as much", async () => {
    await openSaved("notch.ipynb", runBundle(lesson()[3]!));
    await box(OUTPUT, "processedData").hover();
    const before = await scaleIn(OUTPUT);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -100);
    await page.keyboard.up("Control");
    await expect.poll(() => scaleIn(OUTPUT)).toBeGreaterThan(before);
    expect((await scaleIn(OUTPUT)) / before).toBeLessThan(1.3);
  });

  it("keeps the text of a long input within its box", async () => {
    const graph = { ...graphOf({ start: [] }), kinds: "i" };
    const preview = { type: "number", text: "1795563995062" };
    await openSaved("digits.ipynb", runBundle(runOf(graph, "g", { detail: { 0: { preview } } })));
    const [text, pill] = [box(OUTPUT, "start").locator(".cellar-Box-sub"), box(OUTPUT, "start").locator("rect")];
    const [inner, outer] = [await placeOf(text), await placeOf(pill)];
    expect(inner.x + inner.width).toBeLessThan(outer.x + outer.width - 12);
  });

  it("stays where it is while scrubbing, in the panel and in the output", async () => {
    await openInPanel("still.ipynb", ...lesson());
    for (const frame of [PANEL, OUTPUT]) {
      await page.locator(`${frame} input[type=range]`).focus();
      const tops = new Set<number>();
      for (const key of ["Home", ...Array<string>(5).fill("ArrowRight")]) {
        await page.keyboard.press(key);
        const at = await page.locator(`${frame} input[type=range]`).inputValue();
        await expect.poll(() => page.locator(`${frame} .cellar-Title-run`).innerText()).toBe(`Run ${Number(at) + 1}`);
        tops.add(Math.round((await placeOf(graphOn(frame))).y));
      }
      expect([...tops], frame).toHaveLength(1);
    }
  });

  it("in a wide output has its detail beside it", async () => {
    await page.setViewportSize({ width: 2000, height: 900 });
    await openSaved("beside.ipynb", runBundle(lesson()[3]!));
    await box(OUTPUT, "amountPerCountry").click();
    const [last, detail] = [
      await placeOf(box(OUTPUT, "amountPerCountry").locator("rect")),
      await placeOf(page.locator(`${OUTPUT} .cellar-Detail`)),
    ];
    expect(detail.x - (last.x + last.width)).toBeGreaterThan(0);
    expect(detail.x - (last.x + last.width)).toBeLessThan(60);
  });
});

describe("the panel", () => {
  it("leaves room for the notebook in a small window, and nothing of it is cut off", async () => {
    await page.setViewportSize({ width: 800, height: 600 });
    await openInPanel("small.ipynb", ...lesson());
    expect((await placeOf(page.locator(PANEL))).width).toBeLessThanOrEqual(260);
    expect((await placeOf(page.locator(".jp-NotebookPanel"))).width).toBeGreaterThan(180);
    const cut = await page.locator(PANEL).evaluate((panel) => panel.scrollWidth - panel.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
    expect((await placeOf(page.locator(`${PANEL} input[type=range]`))).width).toBeGreaterThan(100);
    expect(await scaleIn(PANEL)).toBeGreaterThanOrEqual(SMALLEST - 0.001);
  });

  it("takes the keyboard when it is asked for, and its shortcuts work at the slider", async () => {
    await openInPanel("keys.ipynb", ...lesson());
    const slider = page.locator(`${PANEL} input[type=range]`);
    await expect.poll(() => hasFocus(slider)).toBe(true);
    await page.keyboard.press("Alt+,");
    await expect.poll(() => page.locator(`${PANEL} .cellar-Title-run`).innerText()).toBe("Run 5");
    await page.keyboard.press("Alt+.");
    await expect.poll(() => page.locator(`${PANEL} .cellar-Title-run`).innerText()).toBe("Run 6");
  });

  it("gives the keyboard back to the box whose detail is closed, by its button or by Escape", async () => {
    await openInPanel("back.ipynb", ...lesson());
    const detail = page.locator(`${PANEL} .cellar-Detail`);
    for (const close of ["Enter", "Escape"]) {
      await box(PANEL, "totals").focus();
      await page.keyboard.press("Enter");
      await detail.getByRole("button", { name: "Close" }).focus();
      await page.keyboard.press(close);
      await expect.poll(() => detail.count()).toBe(0);
      expect(await hasFocus(box(PANEL, "totals"))).toBe(true);
    }
  });

  it("deselects a box by Enter, as by a click, and goes to the root of a change without losing the keyboard", async () => {
    await openInPanel("enter.ipynb", ...lesson());
    const detail = page.locator(`${PANEL} .cellar-Detail`);
    await box(PANEL, "totals").focus();
    await page.keyboard.press("Enter");
    await detail.locator(".cellar-Detail-root").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => detail.locator("h3").innerText()).toBe("processedData");
    expect(await hasFocus(detail)).toBe(true);
    await box(PANEL, "processedData").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => detail.count()).toBe(0);
  });

  it("forgets a run of the notebook's when its output goes", async () => {
    await openInPanel("gone.ipynb", ...lesson());
    await runCommand(page, "editmenu:clear-all");
    await expect.poll(() => page.locator(PANEL).innerText()).toContain("No runs yet");
  });

  it("names the notebook once, tells number and place apart, and is no second banner of the page", async () => {
    await openInPanel("numbers.ipynb", ...lesson().map((run) => ({ ...run, n: run.n + 300 })));
    const title = page.locator(`${PANEL} .cellar-Title`);
    expect(await title.innerText()).toMatch(/Run 306\s+basics/);
    expect(await page.locator(`${PANEL} .cellar-Slider-place`).innerText()).toBe("6 of 6 runs");
    expect(await page.locator(`${PANEL} header`).count()).toBe(0);
  });

  it("shows which of 300 runs it is, and keeps the slider's length", async () => {
    const runs = Array.from({ length: 300 }, (_, i) =>
      runOf(graphOf({ a: [] }), "x", { n: i + 1, run: `r${i}`, at: i, took: [1] }),
    );
    await openInPanel("many.ipynb", ...runs);
    const range = page.locator(`${PANEL} input[type=range]`);
    expect((await placeOf(page.locator(`${PANEL} .cellar-Bar.cellar-mod-current`))).width).toBeGreaterThanOrEqual(4);
    const before = (await placeOf(range)).width;
    await range.press("Home");
    await expect.poll(() => page.locator(`${PANEL} .cellar-Slider-place`).innerText()).toBe("1 of 300 runs");
    expect((await placeOf(range)).width).toBeCloseTo(before, 0);
  });

  it("takes a click between two bars for the nearer", async () => {
    await openInPanel("between.ipynb", ...lesson());
    const { x, y, width } = await placeOf(page.locator(`${PANEL} .cellar-Strip`));
    for (const [at, run] of [
      [2.35, "2"],
      [2.65, "3"],
    ] as const) {
      await page.mouse.click(x + (width * at) / 5, y + 3);
      await expect.poll(() => page.locator(`${PANEL} input[type=range]`).inputValue()).toBe(run);
    }
  });

  it("has the bar of a single run over the slider's thumb", async () => {
    await openInPanel("single.ipynb", lesson()[0]!);
    const [bar, range] = [
      await placeOf(page.locator(`${PANEL} .cellar-Bar`)),
      await placeOf(page.locator(`${PANEL} input[type=range]`)),
    ];
    expect(Math.abs(bar.x + bar.width / 2 - (range.x + 8))).toBeLessThan(3);
  });
});

describe("a detail", () => {
  const detail = (): Locator => page.locator(`${OUTPUT} .cellar-Detail`);

  it("says once why a node executed, and of a hit which run had the same code and data", async () => {
    const text = "the code of `a` changed: 0.73 → 0.71";
    const cues = [{ cue: "code changed", field: "code", before: "0.73", after: "0.71", text }];
    const run = runOf(graphOf({ a: [], b: [] }), "xh", { detail: { 0: { cues } }, from: [9, 6] });
    await openSaved("once.ipynb", runBundle(run));
    await box(OUTPUT, "a").click();
    expect((await detail().innerText()).match(/0\.71/g)).toHaveLength(1);
    await box(OUTPUT, "b").click();
    await expect.poll(() => detail().innerText()).toContain("same code and data as in run 6");
    expect((await detail().innerText()).match(/run 6/g)).toHaveLength(1);
  });

  it("cuts long warnings and reasons, unfolds them on demand, and tells no duration that is not known", async () => {
    const long = `${"word ".repeat(800)}end`;
    const run = runOf(graphOf({ a: [] }), "s", {
      state: "interrupted",
      ms: 0,
      warnings: [long],
      detail: { 0: { reason: long } },
    });
    await openSaved("long.ipynb", runBundle(run));
    await box(OUTPUT, "a").click();
    for (const part of [page.locator(`${OUTPUT} .cellar-Warning`), detail()]) {
      const folded = (await part.innerText()).length;
      expect(folded).toBeLessThan(800);
      await part.locator("summary").click();
      await expect.poll(async () => (await part.innerText()).length).toBeGreaterThan(4000);
    }
    expect(await page.locator(`${OUTPUT} .cellar-Title`).innerText()).not.toContain("0 ms");
  });
});

describe("the versions of a history", () => {
  it("stay within their frame, changed nodes first, and tell what is left out", async () => {
    await openSaved("versions.ipynb", historyBundle([large(40, 8)]));
    const frame = page.locator(`${OUTPUT} .cellar-Output-versions`);
    await expect.poll(() => frame.locator("tbody th").first().innerText()).toBe("c0_39");
    expect(await frame.innerText()).toContain("and 120 more nodes");
    expect((await placeOf(frame)).height).toBeLessThanOrEqual(321);
    await frame.focus();
    await page.keyboard.press("End");
    await expect.poll(() => frame.evaluate((node) => node.scrollTop)).toBeGreaterThan(500);
    const [{ y }, head] = [await placeOf(frame), await placeOf(frame.locator("thead th").first())];
    expect(Math.abs(head.y - y)).toBeLessThan(3);
  });

  it("count over all runs shown, name the run with the same data, and need no scroll bar below", async () => {
    const at = (n: number, data: string) =>
      runOf(graphOf({ processedData: [] }), "x", {
        n,
        run: `r${n}`,
        at: n,
        data: [data.repeat(12)],
        key: [String(n).repeat(12)],
        dataflow: { id: `flow ${n}`, label: `flow ${n}` },
      });
    await openSaved("kin.ipynb", historyBundle([at(1, "a"), at(6, "b"), at(7, "b")]));
    const frame = page.locator(`${OUTPUT} .cellar-Output-versions`);
    await expect.poll(() => frame.textContent()).toContain("bbbbbbbbbbbb 2 of 2 same as in run 6");
    expect(await frame.textContent()).toContain("777777777777 3 keys");
    expect(await frame.evaluate((node) => node.scrollWidth - node.clientWidth)).toBeLessThanOrEqual(0);
  });
});

describe("a keyboard user of an output", () => {
  it("scrubs without leaving the cell", async () => {
    await openSaved("stay.ipynb", historyBundle(lesson()));
    await page.locator(`${OUTPUT} input[type=range]`).focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => statusesIn(page, OUTPUT)).toMatchObject({ totals: "failed" });
    expect(await hasFocus(page.locator(`${OUTPUT} input[type=range]`))).toBe(true);
  });
});
