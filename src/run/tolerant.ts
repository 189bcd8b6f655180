// What if the metadata store fails in the middle of a run? The run goes on without it, and says so once (R35).
import type { MetadataStore } from "../contracts.ts";

/** What stands in for an answer that the store could not give: nothing is known, so everything executes. */
type Fallbacks = { readonly [K in keyof MetadataStore]?: (...args: never[]) => unknown };

const FALLBACKS: Fallbacks = {
  openDataflow: () => 0,
  openOwner: () => 0,
  entriesOf: (keys: readonly string[]) => keys.map(() => undefined),
  entriesOfLastRun: () => [],
  payloadsOf: (versions: readonly string[]) => versions.map(() => []),
  collectedOf: (versions: readonly string[]) => versions.map(() => undefined),
  isBorrower: () => false,
  baselinesOf: (nodes: readonly string[]) => nodes.map(() => undefined),
  recipesOf: (keys: readonly string[]) => keys.map(() => undefined),
  codesOf: (versions: readonly string[]) => versions.map(() => undefined),
  environmentsOf: (versions: readonly string[]) => versions.map(() => undefined),
  textsOf: (digests: readonly string[]) => digests.map(() => undefined),
  previewsOf: (versions: readonly string[]) => versions.map(() => undefined),
  beginRun: () => 0,
  recordRun: () => 0,
  beginExecutions: (executions: readonly unknown[]) => executions.map(() => 0),
  beginLeased: (_: unknown, started: () => unknown) => {
    started();
    return { what: "begun", executionId: 0 };
  },
  // Nobody waits for what it cannot see.
  watchLease: () => ({ what: "ended" }),
  finishExecution: () => undefined,
  failExecution: () => undefined,
  addEvents: () => undefined,
  finishRun: () => undefined,
  putPreviews: () => undefined,
  putBorrower: () => undefined,
  fileMemosOf: (names: readonly string[]) => names.map(() => undefined),
  putFileMemo: () => undefined,
  momentOf: (_dataflowId: number, _seed: string, at: number) => at,
  sourcesOf: (digests: readonly string[]) => digests.map(() => undefined),
  putSource: () => undefined,
  putModule: () => undefined,
  deletePayloads: () => undefined,
  putPayloads: () => undefined,
};

/**
 * A store whose failures become warnings.
 *
 * @param warn called with each failure; the caller tells the user once per store and run
 */
export function tolerant(store: MetadataStore, warn: (error: unknown) => void): MetadataStore {
  const safe: Record<string, unknown> = Object.create(store);
  for (const [name, fallback] of Object.entries(FALLBACKS) as [
    keyof MetadataStore,
    (...args: unknown[]) => unknown,
  ][]) {
    const method = store[name] as unknown as (...args: unknown[]) => unknown;
    safe[name] = (...args: unknown[]) => {
      const failed = (error: unknown) => {
        warn(error);
        return fallback(...args);
      };
      try {
        const answer = method.apply(store, args);
        return answer instanceof Promise ? answer.catch(failed) : answer;
      } catch (error) {
        return failed(error);
      }
    };
  }
  return safe as unknown as MetadataStore;
}
