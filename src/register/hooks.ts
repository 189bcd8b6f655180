// What does Node load when a script imports TypeScript, JSON or its own JavaScript? Module hooks, in a thread of their own.
import { readFileSync } from "node:fs";
import type { InitializeHook, LoadHook, ResolveHook } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { MessagePort } from "node:worker_threads";
import { isInstalled, packageAround } from "../driver/imports/manifest.ts";
import { fileAt } from "../driver/imports/resolveFile.ts";
import type { LoadNews } from "../driver/loaded/adoption.ts";
import { nodeModule } from "../source/index.ts";
import { jsonModule } from "./jsonModule.ts";

let tell: (news: LoadNews) => void = () => {};

export const initialize: InitializeHook<{ readonly port: MessagePort }> = ({ port }) => {
  tell = (news) => port.postMessage(news);
};

/** As cells do: also without an ending, and by the name of what TypeScript compiles a file to. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const parent = context.parentURL;
  if (parent !== undefined && !isOfProject(parent)) return next(specifier, context);
  try {
    return told(await next(specifier, context), specifier, parent);
  } catch (error) {
    const found = sourceBehind(error, specifier, parent);
    if (found === undefined) throw error;
    return told(await next(found, context), specifier, parent);
  }
};

export const load: LoadHook = async (url, context, next) => {
  if (!isOfProject(url)) return next(url, context);
  const fileName = fileURLToPath(url);
  const isTypeScript = /\.[cm]?ts$/.test(fileName);
  if (isTypeScript || fileName.endsWith(".json")) {
    const text = readFileSync(fileName, "utf8");
    tell({ kind: "text", url, text });
    const made = isTypeScript ? moduleOf(text, fileName, url) : jsonModule(text, fileName, url);
    return { ...made, shortCircuit: true };
  }
  const loaded = await next(url, context);
  if (loaded.format === "commonjs") tell({ kind: "text", url, text: readFileSync(fileName, "utf8") });
  if (loaded.format !== "module" || loaded.source === undefined) return loaded;
  const text = typeof loaded.source === "string" ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
  tell({ kind: "text", url, text });
  return { ...loaded, ...moduleOf(text, fileName, url) };
};

function moduleOf(text: string, fileName: string, url: string) {
  const isModulePackage = packageAround(path.dirname(fileName))?.manifest.type === "module";
  return nodeModule(text, { fileName, url, isModulePackage });
}

function told<R extends { readonly url: string }>(resolved: R, specifier: string, parent: string | undefined): R {
  if (parent !== undefined) tell({ kind: "resolved", specifier, parent, url: resolved.url });
  return resolved;
}

function sourceBehind(error: unknown, specifier: string, parent: string | undefined): string | undefined {
  const { code, url } = error as { readonly code?: string; readonly url?: string };
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "ERR_UNSUPPORTED_DIR_IMPORT") return undefined;
  const isPath = /^(\.{1,2}(\/|$)|\/|file:)/.test(specifier);
  const missing =
    isPath && parent !== undefined ? new URL(specifier, parent) : url === undefined ? undefined : new URL(url);
  if (missing === undefined || missing.protocol !== "file:") return undefined;
  const found = fileAt(fileURLToPath(missing));
  return found === undefined ? undefined : `${pathToFileURL(found).href}${missing.search}${missing.hash}`;
}

/** Where the engine itself lies; in a repository that links to it, that is no `node_modules`. */
const engine = new URL("..", import.meta.url).href;

/** Packages are left as they are. */
function isOfProject(url: string): boolean {
  return url.startsWith("file:") && !url.startsWith(engine) && !isInstalled(fileURLToPath(url));
}
