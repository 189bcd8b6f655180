// Which formats are there, by name?
import type { Format } from "../contracts.ts";
import { arrow } from "./arrow.ts";
import type { HintedFormat } from "./checked.ts";
import { csv } from "./csv.ts";
import { excel } from "./excel.ts";
import { file } from "./file.ts";
import { hdf5 } from "./hdf5.ts";
import { json } from "./json.ts";
import { orc } from "./orc.ts";
import { parquet } from "./parquet.ts";
import { structured } from "./structured.ts";

export { structured };

/** Formats of Cellar by name; others are registered. */
export type FormatName =
  | ("default" | "structured" | "json" | "csv" | "parquet" | "arrow" | "feather" | "excel" | "hdf5" | "file" | "orc")
  | (string & {});

const own: readonly Format[] = [structured, json, csv, parquet, arrow, excel, hdf5, file, orc];
const table = new Map<string, Format>(own.map((format) => [format.name, format]));

/** Other names of formats. */
const ALIASES: Readonly<Record<string, string>> = { default: "structured", feather: "arrow" };

/**
 * The format of a payload's row or of a user's choice. Behind the name and a space may stand what the bytes don't tell.
 *
 * @returns undefined for one that is not known here: another version or process may have written it
 */
export function formatNamed(name: string): Format | undefined {
  const space = name.indexOf(" ");
  const base = space < 0 ? name : name.slice(0, space);
  const format = table.get(Object.hasOwn(ALIASES, base) ? ALIASES[base]! : base);
  if (space < 0 || format === undefined) return format;
  return "withHint" in format ? (format as HintedFormat).withHint(name.slice(space + 1)) : format;
}

/** Every name by which a format can be chosen. */
export function formatNames(): readonly string[] {
  return [...table.keys(), ...Object.keys(ALIASES)];
}

/** @param format under a name that is free, see `registerFormat` */
export function addFormat(format: Format): void {
  table.set(format.name, format);
}
