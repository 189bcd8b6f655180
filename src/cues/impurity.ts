// What does a node read that its key does not hold, how old is what was made of it, and what can be done (R12)?
import type { FoundRead } from "../identity/foundRead.ts";
import { placesText } from "./places.ts";

type ReadKind = FoundRead["kind"];

const WHAT: Readonly<Record<ReadKind, string>> = {
  clock: "the clock",
  randomness: "random numbers",
  environment: "the environment of the process",
  files: "files",
  "written files": "files",
  database: "a database",
  network: "the network",
  processes: "what another process gives",
  machine: "settings of the machine",
};

/** What would put it into the key, or say how long it holds; `recompute` is named for all. */
const REMEDY: Readonly<Record<ReadKind, string>> = {
  clock:
    "Take the time of the run, a parameter `now` with `cache({ now: true })`, say how long it holds with `cache({ ttlMs })`",
  randomness: "Draw from a parameter `seed` with `cache({ seed: true })`",
  environment: 'Declare the variable, e.g. `(token = env("TOKEN")) => …`, give what is no variable as an input',
  files:
    'Declare the file, e.g. `(data = file("data.csv")) => …`, and read `data.path`; say how long it holds with `cache({ ttlMs })`',
  "written files": 'Wrap it in `dataSaver(…)`, give it `cache({ behavior: "recompute" })`',
  database: "Say how long it holds with `cache({ ttlMs })`",
  network: "Say how long it holds with `cache({ ttlMs })`",
  processes: "Say how long it holds with `cache({ ttlMs })`",
  machine: "Declare it: give it as an input",
};

/**
 * A sentence for each kind of what the code reads.
 *
 * @param ageMs of the stored value, where it is a hit; below 0 where the clock went back
 * @param ttlMs how long it holds, where that is said: then its age is looked after
 */
export function impurityTexts(
  reads: readonly FoundRead[],
  { ageMs, ttlMs }: { readonly ageMs?: number | undefined; readonly ttlMs?: number | undefined },
): readonly string[] {
  const age = ageMs === undefined ? "" : ` Its value is ${ageText(ageMs)}.`;
  return [...byKind(reads)].map(([kind, found]) => {
    const effect =
      kind === "written files" ? "A hit does not do that again." : "Its key does not tell when that changes.";
    const told = `${verbOf(kind)} ${WHAT[kind]}: ${placesText(found, asCode)}. ${effect}${age}`;
    if (ttlMs !== undefined) return `${told} It executes again once its value is ${span(ttlMs)} old.`;
    return `${told} ${REMEDY[kind]}, or name the node in \`recompute\`.`;
  });
}

/** For a cue: "it reads the clock (`Date.now()` in `stamp`, line 3)". */
export function impurityCause(reads: readonly FoundRead[]): string | undefined {
  const told = [...byKind(reads)].map(
    ([kind, found]) => [kind, `${WHAT[kind]} (${placesText(found, asCode)})`] as const,
  );
  const read = told.filter(([kind]) => kind !== "written files").map(([, text]) => text);
  const written = told.filter(([kind]) => kind === "written files").map(([, text]) => `writes ${text}`);
  const all = [...(read.length === 0 ? [] : [`reads ${read.join(", and ")}`]), ...written];
  return all.length === 0 ? undefined : `it ${all.join(", and ")}`;
}

function verbOf(kind: ReadKind): string {
  return kind === "written files" ? "writes" : "reads";
}

function byKind(reads: readonly FoundRead[]): ReadonlyMap<ReadKind, readonly FoundRead[]> {
  const found = new Map<ReadKind, FoundRead[]>();
  for (const read of reads) {
    const same = found.get(read.kind);
    if (same === undefined) found.set(read.kind, [read]);
    else same.push(read);
  }
  return found;
}

const asCode = (text: string): string => `\`${text}\``;

function ageText(ageMs: number): string {
  return ageMs < 0 ? "of a later time than now: the clock went back" : `${span(ageMs)} old`;
}

const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ["days", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
];

/** @param ms a span of time, rounded down to its largest unit */
function span(ms: number): string {
  const [name, unit] = UNITS.find(([, size]) => ms >= size * (size === 86_400_000 ? 2 : 1)) ?? ["ms", 1];
  return `${Math.floor(ms / unit)} ${name}`;
}
