// Who answers? The kernel_info reply, known before TypeScript is loaded.
import { createRequire } from "node:module";
import type { Content } from "../threads/messages.ts";
import { PROTOCOL_VERSION } from "./codec.ts";

const require = createRequire(import.meta.url);

export function kernelInfo(): Content {
  const { version } = require("../../package.json") as { version: string };
  const typescript = require("typescript/package.json") as { version: string };
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "cellar",
    implementation_version: version,
    banner: `Cellar ${version}: TypeScript ${typescript.version} on Node ${process.version}`,
    language_info: {
      name: "typescript",
      version: typescript.version,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      // As a string: JupyterLab takes the object form for JavaScript.
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: "https://nodejs.org/docs/latest/api/" },
    ],
    debugger: false,
  };
}
