// Which format is meant by a name?
import type { Format } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { formatNamed, formatNames } from "../../formats/formats.ts";
import { didYouMean } from "../../nearest.ts";

/**
 * @param wanted any of its names
 * @param said who wants it, before the name that is wrong, e.g. `pathOf({ format }) is`
 * @throws CellarError `bad-option` that names the nearest one, and all that there are
 */
export function knownFormat(wanted: unknown, said: string): Format {
  const known = formatNames();
  const format = typeof wanted === "string" && known.includes(wanted) ? formatNamed(wanted) : undefined;
  if (format !== undefined) return format;
  const near = typeof wanted === "string" ? didYouMean(wanted, known) : "";
  throw cellarError(
    "bad-option",
    `${said} ${JSON.stringify(wanted) ?? String(wanted)}, which is no format.${near} There are: ${known.join(", ")}.`,
  );
}
