// What can this process say of itself? Read at each execute; the same object as long as nothing changed.
import { KEY_FORMAT } from "../identity/cacheKey.ts";
import { CODE_FORMAT } from "../identity/codeVersion.ts";
import type { Surroundings } from "../identity/environment.ts";
import { EMIT_OPTIONS } from "../source/index.ts";
import { HEADER } from "../values/tags.ts";

let last: Surroundings | undefined;
let lastTz: string | undefined;

/** `Intl` is asked again only where `TZ` or the folder changed: it costs more than planning ten nodes. */
export function readSurroundings(): Surroundings {
  const cwd = process.cwd();
  if (last !== undefined && last.cwd === cwd && lastTz === process.env["TZ"]) return last;
  lastTz = process.env["TZ"];
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  last = {
    node: process.versions.node.split(".")[0]!,
    timezone: timeZone,
    locale,
    icu: process.versions["icu"] ?? "",
    tz: process.versions["tz"] ?? "",
    platform: process.platform,
    arch: process.arch,
    cwd,
    emit: Object.entries(EMIT_OPTIONS)
      .map(([name, value]) => `${name}=${value}`)
      .join(","),
    formats: [KEY_FORMAT, CODE_FORMAT, HEADER.replace("\0", "")].join(","),
  };
  return last;
}
