// Does a file or a variable that it declares hold something else, or does the run give another seed or another time?
import type { Binding } from "../../contracts.ts";
import { SAVED } from "../../identity/cacheKey.ts";
import type { CueRecord, Preview } from "../../protocol/index.ts";
import { arrow } from "../arrow.ts";
import { describeChange } from "../describeChange.ts";
import type { Difference } from "../subject.ts";
import { changedBindings } from "./bindingChanged.ts";

type Words = (parameter: string, before: Preview | undefined, after: Preview | undefined) => Omit<CueRecord, "field">;

const WORDS: Readonly<Partial<Record<Binding[1], Words>>> = {
  file: (parameter, before, after) =>
    parameter.endsWith(SAVED)
      ? { cue: "file changed", text: `what \`${parameter.slice(0, -SAVED.length)}\` saved changed` }
      : { cue: "file changed", ...fileWords(parameter, before, after) },
  env: (parameter, before, after) => {
    const words = describeChange(before, after);
    return { cue: "variable changed", ...words, text: `the variable of \`${parameter}\` changed: ${told(words)}` };
  },
  seed: (_, before, after) => {
    const words = describeChange(before, after);
    // The same seed of the run gives a node of another name another one.
    if (before?.text !== undefined && before.text === after?.text)
      return { cue: "seed changed", text: "its seed is another: it is drawn for the name of the node" };
    return { cue: "seed changed", ...words, text: `the seed of the run changed: ${told(words)}` };
  },
  now: (_, before, after) => {
    const words = describeChange(before, after);
    return { cue: "time changed", ...words, text: `the time of the run changed: ${told(words)}` };
  },
};

export const declaredChanged: Difference = (facts) =>
  changedBindings(facts).flatMap(({ parameter, before, now }) => {
    const words = before[1] === now[1] ? WORDS[now[1]] : undefined;
    if (words === undefined) return [];
    const { lookup } = facts;
    return [
      { field: `${now[1]}/${parameter}`, ...words(parameter, lookup.preview(before[2]), lookup.preview(now[2])) },
    ];
  });

/** Is it told here what became of this binding? */
export function isDeclared([, before]: Binding, [, now]: Binding): boolean {
  return before === now && WORDS[now] !== undefined;
}

/** Path, size and digest as `run/decide/outside.ts` shows them: `data.csv · 12 bytes · 3fa2b1c0`. */
function fileWords(parameter: string, before: Preview | undefined, after: Preview | undefined) {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old === undefined || now === undefined) {
    const words = describeChange(before, after);
    return { ...words, text: `the file of \`${parameter}\` changed: ${told(words)}` };
  }
  if (old.path === now.path) {
    const words = { before: old.content, after: now.content };
    return { ...words, text: `the file \`${now.path}\` changed: ${old.content} → ${now.content}` };
  }
  const same = old.content === now.content ? ", with the same content" : "";
  return {
    before: old.path,
    after: now.path,
    text: `the file of \`${parameter}\` is another one: ${old.path} → ${now.path}${same}`,
  };
}

function partsOf(preview: Preview | undefined): { readonly path: string; readonly content: string } | undefined {
  const parts = preview?.type === "file" ? preview.text?.split(" · ") : undefined;
  if (parts === undefined || parts.length < 3) return undefined;
  return { path: parts.slice(0, -2).join(" · "), content: parts.slice(-2).join(", ") };
}

const told = ({ before, after }: { readonly before: string; readonly after: string }): string => arrow(before, after);
