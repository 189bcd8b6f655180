// Where is a Chromium on this machine?
import fs from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** @throws Error naming the remedy where none is found. */
export function findChromium(): string {
  const found = [process.env.CHROMIUM, ...PLACES].find((place) => place !== undefined && fs.existsSync(place));
  if (found === undefined) throw new Error("No Chromium found: install it, or set CHROMIUM to its executable.");
  return found;
}
