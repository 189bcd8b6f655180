// What does `error.stack` say? The user's own lines; nothing of the kernel, the engine or Node's loader.
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { EvaluatedCode, Place } from "./evaluated.ts";

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

interface PlacedSite {
  readonly site: NodeJS.CallSite;
  readonly file: string | undefined;
  readonly place: Place | undefined;
}

/** A value for `Error.prepareStackTrace`, so that stacks that the user prints are mapped too. */
export function createPrepareStack(evaluated: EvaluatedCode, hidden: readonly string[]): Prepare {
  return (error, sites) => {
    const placed = sites.map((site) => ({ site, file: fileOf(site), place: placeOf(site) }));
    const origin = placed.find(({ place }) => place?.text !== undefined)?.place;
    if (origin) evaluated.arose(error, origin);
    return [headOf(error), ...placed.flatMap(describe)].join("\n");
  };

  function placeOf(site: NodeJS.CallSite): Place | undefined {
    const file = fileOf(site);
    const position = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
    return file === undefined ? undefined : evaluated.placeOf({ file, hash: site.getScriptHash() }, position);
  }

  function describe({ site, file, place }: PlacedSite): string[] {
    if (!place) return file !== undefined && isHidden(file) ? [] : [`    at ${site.toString()}`];
    const where = `${place.name}:${place.line}:${place.column}`;
    const caller = callerOf(site);
    const async = site.isAsync?.() ? "async " : "";
    return [caller ? `    at ${async}${caller} (${where})` : `    at ${async}${where}`];
  }

  function isHidden(file: string): boolean {
    if (/^node:(vm|internal\/)/.test(file)) return true;
    return hidden.some((folder) => file.includes(folder + path.sep));
  }
}

/** What a function is called on that is no method; cells call each other's functions on a proxy. */
const NO_TYPES = new Set(["Object", "Proxy"]);

/** Undefined for the function that the kernel wraps around a cell. */
function callerOf(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName();
  if (!name) return undefined;
  const type = site.isToplevel() ? undefined : site.getTypeName();
  if (site.isConstructor()) return `new ${name}`;
  return type && !NO_TYPES.has(type) && !name.startsWith(`${type}.`) ? `${type}.${name}` : name;
}

function fileOf(site: NodeJS.CallSite): string | undefined {
  const file = site.getFileName() ?? site.getScriptNameOrSourceURL?.() ?? undefined;
  return file?.startsWith("file:") ? fileURLToPath(file) : file;
}

/** `Name: message`, even if the error's own `toString` throws. */
function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
