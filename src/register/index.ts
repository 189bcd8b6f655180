// How does a script get its own files as modules? `node --import cellar/register script.ts`: this is what is imported.

import { register } from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { adoptLoadedFiles, type LoadNews } from "../driver/adoption.ts";

const { port1, port2 } = new MessageChannel();
port1.unref();
register("./hooks.js", { parentURL: import.meta.url, data: { port: port2 }, transferList: [port2] });
// Stack traces tell the lines of the TypeScript.
process.setSourceMapsEnabled(true);
adoptLoadedFiles(() => receiveMessageOnPort(port1)?.message as LoadNews | undefined);
