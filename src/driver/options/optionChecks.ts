// Which options are there, and what does each take?
import type { AcceptOptions } from "../../keep/accept.ts";
import type { VerifyOptions } from "../../keep/verify.ts";
import type { CacheOptions, ExecuteOptions, Given, Seeded } from "./options.ts";
import { ANYTHING, FLAG, type OptionChecks, objectLike, oneOf, SIGNAL, shown, TEXT } from "./refuseOptions.ts";

type AnyGiven = Given<object, object>;

const GIVEN: OptionChecks<AnyGiven> = { inputs: ANYTHING, overrides: ANYTHING };

export const EXECUTE: OptionChecks<ExecuteOptions<object, object>> = {
  ...GIVEN,
  seed: ANYTHING,
  recompute: ANYTHING,
  signal: SIGNAL,
  onError: oneOf("stop", "continue"),
  timeoutMs: ANYTHING,
  retry: ANYTHING,
  concurrency: (value) =>
    typeof value === "number" && value >= 1 ? undefined : `is a number from 1, not ${shown(value)}.`,
};

export const PLAN: OptionChecks<AnyGiven & Seeded & Pick<ExecuteOptions<object, object>, "recompute">> = {
  ...GIVEN,
  seed: ANYTHING,
  recompute: ANYTHING,
};

export const EXPLAIN: OptionChecks<AnyGiven & Seeded & { readonly runId?: string }> = {
  ...GIVEN,
  seed: ANYTHING,
  runId: TEXT,
};

export const ACCEPT: OptionChecks<AnyGiven & Seeded & AcceptOptions> = {
  ...GIVEN,
  seed: ANYTHING,
  note: ANYTHING,
  anyway: ANYTHING,
};

export const VERIFY: OptionChecks<
  AnyGiven & VerifyOptions & { readonly names?: readonly string[]; readonly signal?: AbortSignal }
> = { ...GIVEN, sample: ANYTHING, seed: ANYTHING, names: ANYTHING, signal: SIGNAL };

export const WITH_CACHE: OptionChecks<CacheOptions> = {
  path: TEXT,
  resultStore: objectLike("memoryResults()"),
  metadataStore: objectLike("memoryMetadata()"),
  default: ANYTHING,
  recompute: ANYTHING,
  ignore: ANYTHING,
  disable: ANYTHING,
  defaultBehavior: ANYTHING,
  defaultLoaderBehavior: ANYTHING,
  defaultSaverBehavior: ANYTHING,
  codeVersion: oneOf("closure", "function"),
  impure: ANYTHING,
  environment: objectLike('{ timezone: "ignore" }'),
  formats: ANYTHING,
  previews: FLAG,
  compress: FLAG,
  strict: FLAG,
  replay: ANYTHING,
  log: oneOf("info", "debug"),
};

export const LIST: OptionChecks<{ readonly tags?: object }> = { tags: objectLike('{ owner: "me" }') };

export const HISTORY: OptionChecks<{ readonly scope?: string; readonly limit?: number }> = {
  scope: oneOf("dataflow", "notebook", "cache"),
  limit: (value) =>
    Number.isInteger(value) && (value as number) >= 0 ? undefined : `is a whole number of runs, not ${shown(value)}.`,
};
