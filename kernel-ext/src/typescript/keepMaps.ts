// Where did a piece of emitted JavaScript come from? Keeps the source maps of both steps that tslab takes.
import type ts from "typescript";

/** Source maps (JSON) from the evaluated JavaScript back to the TypeScript, nearest step first. */
export type SourceMaps = readonly string[];

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;
const MAP_COMMENT = /\n?\/\/# sourceMappingURL=.*\s*$/;

/** A `transpileModule` for tslab (ES module to CommonJS); `mapsOf` gives the maps of its latest outputs. */
export function createTranspiler(typescript: typeof ts) {
  const byOutput = new Map<string, SourceMaps>();
  return {
    transpileModule(javascript: string, options: ts.TranspileOptions): ts.TranspileOutput {
      const inline = INLINE_MAP.exec(javascript);
      if (!inline) return typescript.transpileModule(javascript, options);
      const first = Buffer.from(inline[1]!, "base64").toString("utf8");
      const withMap = { ...options, compilerOptions: { ...options.compilerOptions, sourceMap: true } };
      const result = typescript.transpileModule(`${javascript.slice(0, inline.index)}\n`, withMap);
      const outputText = result.outputText.replace(MAP_COMMENT, "\n");
      byOutput.set(outputText, [result.sourceMapText!, first]);
      return { ...result, outputText };
    },
    mapsOf: (output: string): SourceMaps => byOutput.get(output) ?? [],
    forget: () => byOutput.clear(),
  };
}
