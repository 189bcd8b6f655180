// Which names, of the world and of known packages, read what no cache key holds (R12)?
import type { ReadKind } from "../facts.ts";

/**
 * What of a name reads. A pattern is a path of members below the name, `*` at its end stands for any rest: `read*`,
 * `subtle.generateKey`. `()` is a call of the name itself without arguments, `(…)` any call, `new()` is `new` without
 * arguments, `extends` a class of its own below it, `value` the name handed on as a value.
 */
export interface ReadsOf {
  readonly kind: ReadKind;
  /** Absent where all of it reads, however it is used, but for `except`. */
  readonly members?: readonly string[];
  readonly except?: readonly string[];
}

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
const all = (kind: ReadKind, except = ""): readonly ReadsOf[] => [{ kind, except: words(except) }];
const some = (kind: ReadKind, members: string): readonly ReadsOf[] => [{ kind, members: words(members) }];

const PROCESS: readonly ReadsOf[] = [
  ...some("environment", "env env.* loadEnvFile argv argv0 execArgv cwd value"),
  ...some("clock", "hrtime uptime"),
  ...some("machine", "pid ppid platform arch memoryUsage cpuUsage resourceUsage constrainedMemory availableMemory"),
  ...some("machine", "getuid geteuid getgid getegid execPath title stdin report umask getBuiltinModule"),
];
const CRYPTO = some("randomness", "randomUUID getRandomValues subtle.generateKey");

export const GLOBAL_READS: ReadonlyMap<string, readonly ReadsOf[]> = new Map([
  ["Date", some("clock", "now (…) new() extends")],
  ["Temporal", some("clock", "Now")],
  ["performance", all("clock")],
  ["Math", some("randomness", "random value")],
  ["crypto", CRYPTO],
  ["process", PROCESS],
  ["navigator", some("machine", "hardwareConcurrency language languages platform userAgent")],
  ["fetch", all("network")],
  ["XMLHttpRequest", all("network")],
  ["WebSocket", all("network")],
  ["EventSource", all("network")],
  ["localStorage", all("files")],
  ["sessionStorage", all("files")],
]);

const WRITES =
  "write* append* mkdir* rm* unlink* rename* copyFile* cp* symlink* link* truncate* chmod* chown* utimes* createWriteStream";

/** Modules of Node by name, without `node:`. */
const BUILTIN_READS: ReadonlyMap<string, readonly ReadsOf[]> = new Map([
  [
    "fs",
    [...some("written files", `${WRITES} ${below("promises", WRITES)}`), ...all("files", "constants Dirent Stats")],
  ],
  ["fs/promises", [...some("written files", WRITES), ...all("files", "constants")]],
  // What it gives loads files that nobody versions.
  ["module", some("files", "createRequire findPackageJSON")],
  ["sqlite", all("database", "constants")],
  ["http", all("network", "METHODS STATUS_CODES")],
  ["https", all("network")],
  ["http2", all("network", "constants")],
  ["net", all("network", "isIP isIPv4 isIPv6")],
  ["tls", all("network")],
  ["dgram", all("network")],
  ["dns", all("network")],
  ["dns/promises", all("network")],
  ["child_process", all("processes")],
  ["os", all("machine", "constants")],
  [
    "crypto",
    [
      ...some("randomness", "random* getRandomValues generate* webcrypto.randomUUID webcrypto.getRandomValues"),
      ...some("randomness", "webcrypto.subtle.generateKey subtle.generateKey"),
    ],
  ],
  ["perf_hooks", all("clock", "constants")],
  ["process", PROCESS],
  ["worker_threads", some("processes", "Worker workerData parentPort threadId isMainThread receiveMessageOnPort")],
  ["cluster", all("processes")],
  ["v8", some("machine", "getHeap*")],
]);

const HTTP_CLIENT = all("network", "AxiosError isAxiosError isCancel HTTPError FetchError Headers Request Response");
const DATABASE = all("database");

const DATE_FNS = "startOfToday startOfTomorrow startOfYesterday endOfToday endOfTomorrow endOfYesterday constructNow";
const D3_FETCH = "blob buffer csv dsv html image json svg text tsv xml";

/** Packages, or beginnings of their names where they end in `/`. */
const PACKAGE_READS: ReadonlyMap<string, readonly ReadsOf[]> = new Map([
  // Called by a body, not declared where the key can hold it.
  ["cellar", [...some("files", "file"), ...some("environment", "env")]],
  ["nodejs-polars", some("files", "read* scan*")],
  ["polars", some("files", "read* scan*")],
  ["arquero", [...some("files", "load* fromArrowFile"), ...some("randomness", "op.random")]],
  ["h5wasm", some("files", "File FS")],
  ["xlsx", some("files", "readFile*")],
  ...each("read-excel-file csvtojson", all("files")),
  ["hyparquet", some("files", "asyncBufferFrom*")],
  ["d3", [...some("network", D3_FETCH), ...some("randomness", "random* shuffle"), ...some("clock", "now")]],
  ["d3-fetch", all("network")],
  ["d3-random", all("randomness")],
  ...each("fs-extra graceful-fs", [...some("written files", `${WRITES} output* ensure* move*`), ...all("files")]),
  ...each("glob fast-glob globby tinyglobby jsonfile load-json-file", all("files")),
  ...each("execa zx cross-spawn shelljs", all("processes")),
  ...each("dotenv", all("environment", "parse")),
  ...each("node-fetch cross-fetch isomorphic-fetch axios got ky ofetch superagent needle phin wretch ws", HTTP_CLIENT),
  ...each("undici openai @anthropic-ai/sdk @aws-sdk/ @google-cloud/ @azure/", HTTP_CLIENT),
  ...each("duckdb duckdb-async @duckdb/ pg mysql mysql2 better-sqlite3 sqlite3 mongodb redis ioredis", DATABASE),
  ...each("postgres knex mssql @libsql/client @prisma/client kysely drizzle-orm typeorm sequelize", DATABASE),
  ["uuid", some("randomness", "v1 v4 v6 v7")],
  ...each("nanoid ulid @paralleldrive/cuid2 chance @faker-js/faker", all("randomness")),
  ...each("lodash lodash-es", [...some("randomness", "random sample sampleSize shuffle"), ...some("clock", "now")]),
  ["mathjs", some("randomness", "random* pickRandom")],
  ...each("dayjs moment", some("clock", "()")),
  ["luxon", some("clock", "DateTime.now")],
  [
    "date-fns",
    some("clock", `isToday isTomorrow isYesterday isPast isFuture isThis* formatDistanceToNow* ${DATE_FNS}`),
  ],
]);

function below(name: string, members: string): string {
  return words(members)
    .map((member) => `${name}.${member}`)
    .join(" ");
}

function each(names: string, reads: readonly ReadsOf[]): [string, readonly ReadsOf[]][] {
  return words(names).map((name) => [name, reads]);
}

/** What of a module reads, by its specifier; subpaths count as their package. */
export function readsOfModule(specifier: string): readonly ReadsOf[] {
  const builtin = BUILTIN_READS.get(specifier.replace(/^node:/, ""));
  if (builtin !== undefined || specifier.startsWith("node:")) return builtin ?? [];
  const [scope = "", name = ""] = specifier.split("/");
  const named = scope.startsWith("@") ? `${scope}/${name}` : scope;
  return PACKAGE_READS.get(named) ?? PACKAGE_READS.get(`${scope}/`) ?? [];
}
