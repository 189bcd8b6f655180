// Does each folder import only what it may? The table of the house, and the rules that keep it readable by listing.
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** Who may import whom in `src/`, type-only imports included. `contracts`, `errors` and `nearest` are open to all but `protocol`. */
const mayImport: Record<string, readonly string[]> = {
  contracts: ["protocol", "rows", "work", "outsideMemory"],
  outsideMemory: ["rows", "work"],
  /** The nouns of the metadata contract; everybody has them through `contracts`. */
  rows: ["protocol"],
  /** The nouns of the contract of executors. */
  work: ["rows"],
  errors: [],
  nearest: [],
  protocol: [],
  source: [],
  values: ["protocol"],
  identity: ["values"],
  dataflow: ["identity", "values"],
  cues: ["identity", "protocol"],
  formats: ["values"],
  results: [],
  metadata: ["protocol"],
  run: ["dataflow", "cues", "identity", "values", "protocol"],
  /** Values travel between threads as their canonical bytes. */
  executors: ["values"],
  /** What runs in a worker thread: a loader of its own. */
  worker: ["dataflow", "driver", "executors", "run", "source", "values"],
  keep: ["cues", "run"],
  memo: ["run", "identity", "values"],
  steps: ["run", "identity", "values"],
  aside: ["run", "identity", "values"],
  shared: [],
  driver: [
    ...["protocol", "source", "values", "identity", "dataflow", "cues", "formats", "results", "metadata", "run"],
    // The values of `viewRun()` and `viewHistory()` display themselves, so the driver needs the pictures.
    ...["executors", "keep", "memo", "steps", "shared", "view"],
  ],
  view: ["protocol"],
  register: ["driver", "source"],
  rest: ["driver", "aside", "view"],
  cli: ["driver", "aside", "view"],
};

/** What they may import for its types only. */
const mayImportTypes: Record<string, readonly string[]> = {
  contracts: ["source", "values", "identity"],
  identity: ["source"],
  dataflow: ["source"],
  cues: ["dataflow"],
  executors: ["run"],
  memo: ["source"],
  steps: ["source"],
  aside: ["source"],
};

/** What lies outside of `src/` uses the package's public entries only. */
const mayImportEntries: Record<string, readonly string[]> = {
  "kernel-ext": ["cellar", "cellar/nearest", "cellar/source", "cellar/view", "cellar/protocol"],
  labextension: ["cellar/protocol", "cellar/view"],
};

interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const sources = ["src", "kernel-ext/src", "labextension/src"].flatMap((folder) => listSources(path.join(root, folder)));
const imports = sources.flatMap(readImports);

test("there is something to check", () => {
  expect(imports.length).toBeGreaterThan(20);
});

test("each folder of src imports only what the table of the house lets it", () => {
  const breaches = imports.filter(isWithinSrc).filter((each) => {
    const [from, to] = [folderOf(each.from), folderOf(targetOf(each))];
    if (from === to || from === "index") return false;
    if (from !== "protocol" && ["contracts", "errors", "nearest"].includes(to)) return false;
    if (to === "index") return true;
    return !mayImport[from]?.includes(to) && !(each.isTypeOnly && mayImportTypes[from]?.includes(to));
  });
  expect(breaches.map(show)).toEqual([]);
});

test("only source imports typescript, and what a browser gets imports no package at all", () => {
  const breaches = imports.filter((each) => {
    if (!each.from.startsWith("src/") || each.specifier.startsWith(".")) return false;
    if (["protocol", "view"].includes(folderOf(each.from))) return true;
    return each.specifier === "typescript" && folderOf(each.from) !== "source";
  });
  expect(breaches.map(show)).toEqual([]);
});

test("the kernel and the Lab extension use the package's public entries only", () => {
  const breaches = imports.filter((each) => {
    const part = each.from.split("/")[0] ?? "";
    if (part === "src") return false;
    if (each.specifier.startsWith(".")) return !targetOf(each).startsWith(`${part}/src/`);
    return /^cellar(\/|$)/.test(each.specifier) && !mayImportEntries[part]?.includes(each.specifier);
  });
  expect(breaches.map(show)).toEqual([]);
});

test("relative imports name files that exist, with their ending", () => {
  const lost = imports.filter(
    (each) => each.specifier.startsWith(".") && !fs.existsSync(path.join(root, targetOf(each))),
  );
  expect(lost.filter((each) => !each.from.startsWith("labextension/")).map(show)).toEqual([]);
});

test("no folder depends on itself by way of others", () => {
  const edges = imports.filter(isWithinSrc).map((each) => [folderOf(each.from), folderOf(targetOf(each))] as const);
  expect(findCycle(edges.filter(([from, to]) => from !== to))).toEqual([]);
});

test("no file needs itself by way of others when it is loaded", () => {
  const edges = imports
    .filter((each) => each.specifier.startsWith(".") && !each.isTypeOnly)
    .map((each) => [each.from, targetOf(each)] as const);
  expect(findCycle(edges)).toEqual([]);
});

test("src/index.ts only re-exports", () => {
  const other = parse("src/index.ts").statements.filter(
    (statement) => !(ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined),
  );
  expect(other.map((statement) => statement.getText())).toEqual([]);
});

test("no source file outgrows 300 lines", () => {
  expect(sources.filter((file) => read(file).trimEnd().split("\n").length > 300)).toEqual([]);
});

test("each source file begins with the question that it answers", () => {
  expect(sources.filter((file) => !/^(\/\/|\/\*\*?) \S/.test(read(file)))).toEqual([]);
});

test("src writes nothing to the console", () => {
  const talking = sources.filter((file) => file.startsWith("src/") && /(?<![\w.`])console\.\w+\(/.test(read(file)));
  expect(talking).toEqual([]);
});

test("no folder or file is named for a pattern instead of a question", () => {
  const attic = /^(utils?|helpers?|common|base|manager|impl|misc)$/i;
  expect(sources.filter((file) => file.split("/").some((part) => attic.test(part.replace(/\.tsx?$/, ""))))).toEqual([]);
});

test("the rules notice a breach: a circle is found and shown in full", () => {
  const edges = [
    ["a", "b"],
    ["b", "c"],
    ["c", "a"],
    ["a", "d"],
  ] as const;
  expect(findCycle(edges)).toEqual(["a", "b", "c", "a"]);
  expect(
    findCycle([
      ["a", "b"],
      ["a", "c"],
      ["b", "c"],
    ]),
  ).toEqual([]);
});

function listSources(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = entries.filter((entry) => /\.tsx?$/.test(entry) && !entry.endsWith(".d.ts"));
  return files.map((entry) => path.relative(root, path.join(folder, entry)).split(path.sep).join("/")).sort();
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), "utf8");
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
}

/** Import and export lines, `import()` expressions and `import("…")` types. */
function readImports(file: string): Import[] {
  const source = parse(file);
  const found: Import[] = [];
  const add = (at: ts.Node, specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const line = source.getLineAndCharacterOfPosition(at.getStart()).line + 1;
    found.push({ from: file, line, specifier: specifier.text, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isWithinSrc(each: Import): boolean {
  return each.from.startsWith("src/") && each.specifier.startsWith(".");
}

function targetOf(each: Import): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(each.from), each.specifier));
}

/** The folder below `src/`, or the file that stands there alone. */
function folderOf(file: string): string {
  return (file.split("/")[1] ?? "").replace(/\.ts$/, "");
}

function show(each: Import): string {
  return `${each.from}:${each.line} imports ${each.isTypeOnly ? "types of " : ""}"${each.specifier}"`;
}

/** The first circle found, its first member repeated at the end; empty if there is none. */
function findCycle(edges: readonly (readonly [string, string])[]): string[] {
  const targets = new Map<string, string[]>();
  for (const [from, to] of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (name: string, trail: readonly string[]): string[] => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const to of targets.get(name) ?? []) {
      const cycle = walk(to, [...trail, name]);
      if (cycle.length > 0) return cycle;
    }
    done.add(name);
    return [];
  };
  for (const name of targets.keys()) {
    const cycle = walk(name, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
