// How is a headless Chromium started for a test?
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./findChromium.ts";

/** Close it in `afterAll`; it talks to nothing but the pages it is given. */
export async function openChromium(): Promise<Browser> {
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [...quiet, "--disable-component-update", "--disable-sync", ...asRoot],
  });
}
