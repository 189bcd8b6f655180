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

const compilerPackages = [
  "Debian, Ubuntu: apt install build-essential python3",
  "Fedora: dnf install gcc-c++ make python3",
  "macOS: xcode-select --install",
  'Windows: the "Desktop development with C++" workload of the Visual Studio Build Tools',
];

/** Marks in a command's output, the most telling first: a full disk also breaks a compiler, a missing prebuilt also names the network. */
const causes = [
  {
    mark: /ENOSPC|No space left on device|not enough space on the disk|Errno 28\b/i,
    message: "The disk is full.",
    remedy: "Free about 2 GB where the project lies and in the temporary folder, then run the command again.",
  },
  {
    mark: /gyp ERR! (find Python|find VS|stack Error: (not found: make|`make` failed))|not found: make|No C(\+\+|XX)? compiler|(g\+\+|cc|c\+\+|make|cl\.exe): (command )?not found|spawn (make|cmake) ENOENT|CMAKE_C(XX)?_COMPILER|No xcode or CLT/i,
    message: "A native package has no ready-made binary for this machine, and it could not be compiled.",
    remedy: `Install a C++ compiler, then run the command again:\n${compilerPackages.map((line) => `  ${line}`).join("\n")}`,
  },
  {
    mark: /GLIBC(XX)?_[\d.]+' not found|NODE_MODULE_VERSION|ERR_DLOPEN_FAILED|Could not locate the bindings file/,
    message: "A native package was built for another machine or another version of Node.",
    remedy:
      "Build it here: npm rebuild better-sqlite3 zeromq --build-from-source\nIf that fails for want of a compiler, install one (Debian, Ubuntu: apt install build-essential python3).",
  },
  {
    mark: /can only install packages when your package\.json and package-lock\.json/,
    message: "package.json and package-lock.json do not agree.",
    remedy: "After an edit of package.json run `npm install` once, and commit the new package-lock.json.",
  },
  {
    mark: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network is unreachable|name resolution|Failed to establish a new connection|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT/i,
    message: "The packages could not be fetched over the network.",
    remedy:
      "Check the connection. Behind a proxy set HTTPS_PROXY; with a registry of your own, `npm config set registry` and pip's `index-url`.",
  },
  {
    mark: /No matching distribution found|Could not find a version that satisfies/,
    message: "A Python package has no version that suits this Python.",
    remedy: "Try another Python (3.11 to 3.13 are known to work): PYTHON=/path/to/python npm run setup",
  },
  {
    mark: /\b(EACCES|EPERM|EROFS)\b|Permission denied|Read-only file system/i,
    message: "A file could not be written.",
    remedy: "Is the project's folder yours and writable? Files made as root: sudo chown -R $(id -u) .",
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
