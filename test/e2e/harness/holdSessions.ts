// How is a kernel kept from starting until a test has seen what is shown without one?
import type { Page } from "playwright-core";

/** @returns A function that lets the kernels start. */
export async function holdSessions(page: Page): Promise<() => void> {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/sessions*", async (route) => {
    if (route.request().method() === "POST") await held;
    // A page that has gone meanwhile needs no answer.
    await route.continue().catch(() => {});
  });
  return release;
}
