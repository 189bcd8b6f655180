// Which formats are there, by name?
import type { Format } from "../contracts.ts";
import { json } from "./json.ts";
import { structured } from "./structured.ts";

export { structured };

const table: ReadonlyMap<string, Format> = new Map([structured, json].map((format) => [format.name, format]));

/** Undefined for a format that this version does not know: another one may have written it. */
export function formatNamed(name: string): Format | undefined {
  return table.get(name);
}
