// What does a run's graph on a page say?
import type { Locator, Page } from "playwright-core";
import { ACTIVE } from "./labPage.ts";

/** The side panel, and the outputs of the notebook in front. */
export const PANEL = ".cellar-RunsPanel";
export const OUTPUT = `${ACTIVE} .cellar-Output`;

/** The status of each node by name, as the picture tells it. */
export async function statusesIn(page: Page, frame: string): Promise<Record<string, string>> {
  const told = await page
    .locator(`${frame} .cellar-Box`)
    .evaluateAll((boxes) => boxes.map((box) => [box.getAttribute("data-node"), box.getAttribute("data-status")]));
  return Object.fromEntries(told);
}

export function boxIn(page: Page, frame: string, name: string): Locator {
  return page.locator(`${frame} .cellar-Box[data-node="${name}"]`);
}

/** Where the panel says that its run comes from. */
export async function badgeOf(page: Page): Promise<string | null> {
  return page.locator(`${PANEL} .cellar-Badge`).textContent();
}
