// What went wrong, and what can the user do about it? Failures that we foresee, told without a stack.

/** A failure with a remedy, for the user's eyes. */
export class Failure extends Error {
  /**
   * @param {string} message What happened and where.
   * @param {string} [remedy] What to do about it; may have several lines.
   * @param {string} [output] The end of what the failed command printed.
   */
  constructor(message, remedy = "", output = "") {
    super(message);
    this.name = "Failure";
    this.remedy = remedy;
    this.output = output;
  }
}

/**
 * @param {string} message What the user asked for that nobody understands.
 * @param {string} remedy
 * @returns {Failure} One before which nothing was tried: there is nothing to count.
 */
export function refusal(message, remedy) {
  const refused = new Failure(message, remedy);
  refused.name = "Refusal";
  return refused;
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isRefusal(error) {
  return error instanceof Failure && error.name === "Refusal";
}

const compilerPackages = [
  "Debian, Ubuntu: apt install build-essential python3",
  "Fedora: dnf install gcc-c++ make python3",
  "macOS: xcode-select --install",
  'Windows: the "Desktop development with C++" workload of the Visual Studio Build Tools',
];

/** Marks in a command's output, the most telling first: a full disk also breaks a compiler, a missing prebuilt also names the network. */
const causes = [
  {
    mark: /ENOSPC|No space left on device|disk is full|not enough space on the disk|Errno 28\b/i,
    message: "The disk is full.",
    remedy: "Free about 2 GB where the project lies and in the temporary folder, then run the command again.",
  },
  {
    mark: /heap out of memory|Killed signal terminated|Cannot allocate memory|\bENOMEM\b|MemoryError|signal SIGKILL/,
    message: "The memory did not suffice.",
    remedy:
      "End other programs, or give the container or machine more memory (2 GB suffice), then run the command again.",
  },
  {
    mark: /gyp ERR! (find Python|find VS|stack Error: (not found: make|`make` failed))|not found: make|No C(\+\+|XX)? compiler|(g\+\+|cc|c\+\+|make|cl\.exe): (command )?not found|spawn (make|cmake) ENOENT|CMAKE_C(XX)?_COMPILER|No xcode or CLT/i,
    message: "A native package has no ready-made binary for this machine, and it could not be compiled.",
    remedy: `Install a C++ compiler, then run the command again:\n${compilerPackages.map((line) => `  ${line}`).join("\n")}`,
  },
  {
    mark: /NODE_MODULE_VERSION/,
    message: "A native package was built for another version of Node.",
    remedy:
      "Build it for this one: npm rebuild better-sqlite3 --build-from-source\nIf that changes nothing, npm compiles with the headers of another Node: `npm config get nodedir` tells where they lie, `npm config delete nodedir` lets npm choose.",
  },
  {
    mark: /GLIBC(XX)?_[\d.]+' not found|ERR_DLOPEN_FAILED/,
    message: "A native package was built for another machine.",
    remedy:
      "Build it here: npm rebuild better-sqlite3 zeromq --build-from-source\nThat needs a compiler, for zeromq also cmake and ninja (Debian, Ubuntu: apt install build-essential python3 cmake ninja-build).",
  },
  {
    mark: /Could not locate the bindings file|No native build was found/,
    message: "A native package was installed without its binary: npm did not run its script.",
    remedy: "Run it: npm rebuild better-sqlite3 zeromq --ignore-scripts=false",
  },
  {
    // Not what TypeScript says of an import that does not exist, nor Node of a file of ours.
    mark: /Cannot find (package '|native binding|module '([^']*node_modules[^']*'|[^'./][^']*'$))/m,
    message: "A package is missing in node_modules, or only half there.",
    remedy: "Install all again: npm run setup -- --force",
  },
  {
    mark: /ModuleNotFoundError|No module named /,
    message: "A Python package is missing, or only half there.",
    remedy:
      "Remove the environment, then run the command again: .venv, or bench/.peers if a peer of the benchmark fails.",
  },
  {
    mark: /spawn npm ENOENT/,
    message: "npm is missing.",
    remedy: "It comes with Node from https://nodejs.org; Debian, Ubuntu: apt install npm",
  },
  {
    mark: /can only install packages when your package\.json and package-lock\.json/,
    message: "package.json and package-lock.json do not agree.",
    remedy: "After an edit of package.json run `npm install` once, and commit the new package-lock.json.",
  },
  {
    mark: /EINTEGRITY|DO NOT MATCH THE HASHES/,
    message: "A package arrived with other bytes than the lockfile tells.",
    remedy:
      "Empty npm's cache, then run the command again: npm cache clean --force\nIf it stays so, a proxy or a registry of your own changes packages.",
  },
  {
    // A proxy's or a registry's refusal counts too, and pip's way to tell what broke a connection.
    mark: /\bENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|npm (error|ERR!) code E[45]\d\d\b|network is unreachable|name resolution|Failed to establish a new connection|connection broken by|Read timed out|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT/i,
    message: "The packages could not be fetched over the network.",
    remedy:
      "Check the connection. Behind a proxy set HTTPS_PROXY; with a registry of your own, `npm config set registry` and pip's `index-url`.",
  },
  {
    mark: /No matching distribution found|Could not find a version that satisfies/,
    message: "A Python package has no version that suits this Python.",
    remedy:
      "Try another Python (3.11 to 3.13 are known to work): PYTHON=/path/to/python npm run setup\nWith a package index of your own: does it answer, and have that version? `python3 -m pip config list` tells which it is.",
  },
  {
    mark: /\b(EACCES|EPERM|EROFS)\b|Permission denied|Read-only file system/i,
    message: "A file could not be written.",
    remedy:
      "Is the folder named above yours and writable? Files made as root: sudo chown -R $(id -u) . (for npm's cache: ~/.npm)\nOn a disk that is read-only: copy the project elsewhere.",
  },
];

/**
 * Makes a failure of a command's output: a cause that we know with its remedy, otherwise the plain fact.
 *
 * @param {string} what The command in the user's words, such as "npm ci".
 * @param {string} output What it printed.
 * @returns {Failure}
 */
export function explainFailure(what, output) {
  const cause = causes.find(({ mark }) => mark.test(output));
  const lines = output.trimEnd().split("\n");
  if (cause === undefined) return new Failure(`${what} failed.`, "", lines.slice(-30).join("\n"));
  // The telling line with its neighbours: what stands at the end is often only the way out of many programs.
  const at = lines.findIndex((line) => cause.mark.test(line));
  const telling = lines.slice(Math.max(0, at - 5), at + 10).join("\n");
  return new Failure(`${what} failed. ${cause.message}`, cause.remedy, telling);
}

/**
 * @param {unknown} error
 * @returns {string} The error as the user should see it: a foreseen one as message and remedy, others with their stack.
 */
export function tellFailure(error) {
  if (!(error instanceof Failure)) {
    const foreseen = error instanceof Error ? explainFailure("The work", error.message) : undefined;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return foreseen?.remedy ? tellFailure(foreseen) : stack;
  }
  const output = error.output && `${error.output.replace(/^/gm, "  | ")}\n\n`;
  const remedy = error.remedy && `\n${error.remedy.replace(/^/gm, "  ")}`;
  return `${output}Failed: ${error.message}${remedy}`;
}
