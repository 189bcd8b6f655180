// Where do child processes of the tests find the sources as plain JavaScript?
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PARTS = ["src/errors.ts", "src/metadata", "src/results", "test/contract/children"];

/** Transpiles what the children import into a private folder; the caller removes it. */
export function compiledSources(): string {
  const out = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cellar-")));
  fs.writeFileSync(path.join(out, "package.json"), '{ "type": "module" }');
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(out, "node_modules"), "dir");
  for (const file of PARTS.flatMap((part) => sourcesIn(part))) {
    const { outputText } = ts.transpileModule(fs.readFileSync(path.join(ROOT, file), "utf8"), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    const target = path.join(out, file.replace(/\.ts$/, ".js"));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, outputText);
  }
  return out;
}

function sourcesIn(part: string): string[] {
  const whole = path.join(ROOT, part);
  if (fs.statSync(whole).isFile()) return [part];
  return fs.readdirSync(whole).flatMap((name) => sourcesIn(path.join(part, name)));
}
