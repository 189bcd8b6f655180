// What does Node run of a JSON file that a script imports? A module, so that the engine sees the object that others get.
import { cellarError } from "../errors.ts";
import { ADOPT } from "../source/index.ts";

/** @throws CellarError `bad-source` for a text that is no JSON */
export function jsonModule(text: string, fileName: string, url: string) {
  try {
    JSON.parse(text);
  } catch (error) {
    const said = `\`${fileName}\` is no JSON: ${(error as Error).message}`;
    throw cellarError("bad-source", said, { cause: error, where: { module: fileName } });
  }
  const source = [
    `import * as self from ${JSON.stringify(url)};`,
    `const value = JSON.parse(${JSON.stringify(text)});`,
    "export default value;",
    `globalThis[Symbol.for(${JSON.stringify(ADOPT)})]?.(self, ${JSON.stringify(url)}, { scope: { default: () => value }, defaults: {} }, []);`,
  ];
  return { format: "module", source: source.join("\n") };
}
