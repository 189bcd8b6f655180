// Which versions did the nodes of a run have: of their data, their code, their keys?
import type { MetadataStore } from "../../contracts.ts";
import type { RunRecord } from "../../protocol/index.ts";
import { behaviorOf } from "../../run/record/logLines.ts";
import type { PastRun } from "../../run/record/pastRun.ts";

export interface VersionsOfNode {
  /** Digest of its value; absent where it has none. Shortened where the store knows no more of it. */
  readonly data?: string;
  /** Absent for inputs, and for nodes of an earlier process of which nothing was stored. */
  readonly code?: string;
  readonly cacheKey?: string;
  readonly behavior: string;
}

/** By name, for the nodes and inputs that the run touched. @param own if it is a run of this driver */
export async function runVersions(
  record: RunRecord,
  own: PastRun | undefined,
  metadata: MetadataStore | undefined,
): Promise<Readonly<Record<string, VersionsOfNode>>> {
  const find = own === undefined ? await storedVersions(record, metadata!) : ownVersions(own);
  const rows = record.graph.names.map((name, i) => {
    const { data, code, key } = find(name, i);
    return [
      name,
      {
        ...(data === undefined ? {} : { data }),
        ...(code === undefined ? {} : { code }),
        ...(key === undefined ? {} : { cacheKey: key }),
        behavior: behaviorOf(record.detail[i]),
      },
    ] as const;
  });
  return Object.fromEntries(rows);
}

interface Found {
  readonly data?: string | undefined;
  readonly code?: string | undefined;
  readonly key?: string | undefined;
}

function ownVersions({ versionsOf }: PastRun): (name: string) => Found {
  return (name) => versionsOf(name)!;
}

/** Whole digests where exactly one begins as the record says; else what the record says. */
async function storedVersions(record: RunRecord, metadata: MetadataStore): Promise<(name: string, i: number) => Found> {
  const keys = await whole(metadata, "key", record.key);
  const data = await whole(metadata, "value", record.data);
  const known = [...new Set(keys.filter((key) => key.length === 64))];
  const recipes = await metadata.recipesOf(known);
  const codes = new Map(known.map((key, at) => [key, recipes[at]?.codeVersion]));
  const orNone = (text: string) => (text === "" ? undefined : text);
  return (_, i) => ({ data: orNone(data[i]!), key: orNone(keys[i]!), code: codes.get(keys[i]!) });
}

async function whole(
  metadata: MetadataStore,
  kind: "key" | "value",
  shortened: readonly string[],
): Promise<readonly string[]> {
  const found = await metadata.digestsLike(kind, shortened);
  return shortened.map((text, i) => (found[i]!.length === 1 ? found[i]![0]! : text));
}
