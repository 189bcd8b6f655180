// What must a config hold for `when(…)` to fit?
import { didYouMean } from "../../nearest.ts";
import type { ConditionFacts, Plain } from "../facts.ts";

/** @returns the condition, or the sentence on what is wrong with it */
export function conditionFacts(given: Readonly<Record<string, unknown>>): ConditionFacts | string {
  const names = Object.keys(given);
  if (names.length === 0)
    return 'when({}) has no condition: name what the config must hold, `when({ region: "us" }, fn)`.';
  const found: Record<string, ConditionFacts[string]> = {};
  for (const name of names) {
    const said = oneName(name, given[name]);
    if (typeof said === "string") return said;
    found[name] = said;
  }
  return found;
}

function oneName(name: string, wanted: unknown): ConditionFacts[string] | string {
  if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) {
    const values = plainIn(wanted);
    return values === undefined ? notPlain(name, wanted) : { is: values };
  }
  const unknown = Object.keys(wanted).find((key) => key !== "not");
  if (unknown !== undefined)
    return `when({ ${name}: { ${unknown} } }): the only word there is \`not\`.${didYouMean(unknown, ["not"])} Write \`{ not: "us" }\` or \`{ not: ["us", "eu"] }\`.`;
  if (!Object.hasOwn(wanted, "not"))
    return `when({ ${name}: {} }) says nothing: write a value, a list, or \`{ not: "us" }\`.`;
  const { not } = wanted as { readonly not: unknown };
  const values = plainIn(not);
  return values === undefined ? notPlain(`${name}: { not }`, not) : { not: values };
}

/** A value, or several of which each would do. */
function plainIn(wanted: unknown): readonly Plain[] | undefined {
  const values = Array.isArray(wanted) ? (wanted as readonly unknown[]) : [wanted];
  return values.length > 0 && values.every(isPlain) ? values : undefined;
}

function isPlain(value: unknown): value is Plain {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function notPlain(name: string, wanted: unknown): string {
  const remedy =
    'a text, a number, `true`, `false` or `null`, or a list of such: `when({ region: ["us", "eu"] }, fn)`.';
  return `when({ ${name} }) is compared with ${JSON.stringify(wanted)}, but it takes ${remedy}`;
}
