// How does a script get its own files as modules? `node --import cellar/register script.ts`: this is what is imported.

/**
 * `cellar/register`: loads the script's own files so that the engine has the source that runs, and erases types.
 *
 * - `.ts`, `.mts`, `.cts`, `.js`, `.mjs` and `.json`, with or without their endings, `#imports` and file: URLs; stack
 *   traces tell the lines of the TypeScript. What Node does with CommonJS and with packages, it goes on doing untouched.
 * - A file is a module where it imports, exports or awaits at its top level, or where its package says so.
 * - `paths` of a tsconfig.json are not resolved: use `imports` of package.json. `.tsx` is not loaded. Types are erased,
 *   never checked; what is exported as a type only needs `export type`, since one file is read at a time.
 *
 * @module
 */

import { register } from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { adoptLoadedFiles, type LoadNews } from "../driver/loaded/adoption.ts";

const { port1, port2 } = new MessageChannel();
port1.unref();
register("./hooks.js", { parentURL: import.meta.url, data: { port: port2 }, transferList: [port2] });
// Stack traces tell the lines of the TypeScript.
process.setSourceMapsEnabled(true);
adoptLoadedFiles(() => receiveMessageOnPort(port1)?.message as LoadNews | undefined);
