// What JavaScript runs? CommonJS made by TypeScript, one text for every kind of file.
import type {
  CompilerOptions,
  Node,
  TransformationContext,
  TransformerFactory,
  SourceFile as TsSourceFile,
} from "typescript";
import { compiler } from "./compiler.ts";
import { isLiteralImport } from "./dynamicImport.ts";

/** The options that change the emitted JavaScript; they are part of the environment (R6, R11). */
export const EMIT_OPTIONS: Readonly<Record<string, string>> = {
  compiler: "typescript 5.9",
  target: "ES2022",
  module: "CommonJS, import() by the loader",
  esModuleInterop: "true",
  useDefineForClassFields: "true",
  experimentalDecorators: "false",
  importMeta: "url, dirname, filename, resolve",
};

export interface Emitted {
  readonly js: string;
  /** Source map (JSON text) from `js` to the text. */
  readonly map: string;
}

/** Stands for `import.meta`, which CommonJS does not have. A function, since functions are there from the first line. */
const META = "$cellarMeta";
const META_CODE = `
function ${META}() {
  const urlOf = (path) => require("node:url").pathToFileURL(path).href;
  const resolve = (specifier) => (/^node:/.test(specifier) ? specifier : urlOf(require.resolve(specifier)));
  return { url: urlOf(__filename), dirname: __dirname, filename: __filename, resolve };
}
`;

/** What CommonJS does not have, or not as the loader needs it. */
export type Foreign = "import.meta" | "import()";

/** Stands for `import("…")`: called with Node's own `import()` of the same module, for what is none of the loader's. */
export const IMPORT = "$cellarImport";

/**
 * The text as CommonJS to be evaluated with `(exports, require, module, __filename, __dirname, $cellarImport)`.
 *
 * @param fileName shown in the source map
 * @param appended code that is compiled with the text and stands below it, so that the lines of the text stay
 * @param foreign what of this the text mentions
 */
export function emit(text: string, fileName: string, appended: string, foreign: ReadonlySet<Foreign>): Emitted {
  const ts = compiler();
  const hasMeta = foreign.has("import.meta");
  const isScript = /\.[cm]?js$/.test(fileName);
  const { outputText, sourceMapText } = ts.transpileModule(`${text}\n${appended}${hasMeta ? META_CODE : ""}`, {
    // Under Node16 the suffix decides: `.cts` and `.cjs` give CommonJS with `import()` left alone.
    fileName: isScript ? "module.cjs" : "module.cts",
    compilerOptions: compilerOptions(),
    ...(foreign.size > 0 ? { transformers: { before: [replaceForeign] } } : {}),
  });
  const map = {
    ...(JSON.parse(sourceMapText!) as object),
    file: undefined,
    sourceRoot: undefined,
    sources: [fileName],
  };
  return { js: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""), map: JSON.stringify(map) };
}

/** What `EMIT_OPTIONS` says; under Node16 the suffix of the file's name decides between CommonJS and ES modules. */
export function compilerOptions(): CompilerOptions {
  const ts = compiler();
  return {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    esModuleInterop: true,
    useDefineForClassFields: true,
    experimentalDecorators: false,
    sourceMap: true,
  };
}

const replaceForeign: TransformerFactory<TsSourceFile> = (context: TransformationContext) => (file) => {
  const ts = compiler();
  const { factory } = ts;
  const visit = (node: Node): Node => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return factory.createCallExpression(factory.createIdentifier(META), undefined, []);
    }
    const visited = ts.visitEachChild(node, visit, context);
    if (!isLiteralImport(node) || !ts.isCallExpression(visited)) return visited;
    // `$cellarImport((o) => import("x", o), "x", options)`: what the options call is called once, where it stands.
    const [specifier, ...options] = visited.arguments;
    const passed = options.map(() => factory.createIdentifier("o"));
    const parameters = passed.map((name) => factory.createParameterDeclaration(undefined, undefined, name));
    const own = factory.createCallExpression(visited.expression, undefined, [specifier!, ...passed]);
    const arrow = factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, own);
    const call = factory.createCallExpression(factory.createIdentifier(IMPORT), undefined, [
      arrow,
      ...visited.arguments,
    ]);
    return ts.setTextRange(ts.setOriginalNode(call, node), node);
  };
  return ts.visitNode(file, visit, ts.isSourceFile);
};
