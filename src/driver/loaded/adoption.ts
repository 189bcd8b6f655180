// How does the engine get hold of the files that Node loads for a script? Each hands over its values as it is loaded; the hooks tell the texts that run (R10).
import { fileURLToPath } from "node:url";
import type { ModuleInstance } from "../../dataflow/module.ts";
import { ADOPT } from "../../source/index.ts";
import { classes } from "../modules/classes.ts";
import { makeConstants } from "../modules/constants.ts";
import { type Hidden, valueIn } from "../modules/makeModule.ts";
import { rootsIn } from "../modules/ownObjects.ts";
import { evaluatedModule } from "./evaluatedModule.ts";
import { makeLoadedWorld } from "./loadedWorld.ts";

/** What the hooks tell as it happens: before a file is evaluated, its text and what its imports mean are known. */
export type LoadNews =
  | { readonly kind: "text"; readonly url: string; readonly text: string }
  | { readonly kind: "resolved"; readonly specifier: string; readonly parent: string; readonly url: string };

const adopted = new Map<string, { readonly namespace: object; readonly instance: ModuleInstance }>();

/** The module of a file that was loaded under the hooks, if this is a function that it exports by that name. */
export function adoptedFor(url: string | undefined, name: string, fn: unknown): ModuleInstance | undefined {
  const found = url === undefined ? undefined : adopted.get(url);
  return found !== undefined && (found.namespace as Record<string, unknown>)[name] === fn ? found.instance : undefined;
}

/**
 * Lets files that Node loads become modules of the engine.
 *
 * @param nextNews what the hooks have told and was not taken yet; undefined where there is nothing
 */
export function adoptLoadedFiles(nextNews: () => LoadNews | undefined): void {
  const texts = new Map<string, string>();
  const meanings = new Map<string, string>();
  const held = new Map<string, Hidden>();
  const heard = <T>(answer: () => T): T => {
    for (let news = nextNews(); news !== undefined; news = nextNews()) {
      world.lookAgain();
      if (news.kind === "text") texts.set(news.url, news.text);
      else meanings.set(meaningKey(news.specifier, fileURLToPath(news.parent)), news.url);
    }
    return answer();
  };
  const world = makeLoadedWorld({
    textOf: (url) => texts.get(url),
    urlOf: (specifier, file) => meanings.get(meaningKey(specifier, file)),
    dataOf: (url) => (held.has(url) ? rootsOf(held.get(url)!) : undefined),
  });
  const hearing = {
    ...world,
    importVersionOf: (specifier: string, file: string) => heard(() => world.importVersionOf(specifier, file)),
  };

  function adopt(namespace: object, url: string, hidden: Hidden, watched: readonly string[]): void {
    const text = heard(() => texts.get(url));
    if (text === undefined) return;
    held.set(url, hidden);
    const constants = makeConstants((name) => valueIn(hidden, name), classes);
    constants.watch(watched);
    const instance = evaluatedModule({ namespace, url, text, hidden, constants, world: hearing });
    adopted.set(url, { namespace, instance });
  }

  (globalThis as Record<symbol, unknown>)[Symbol.for(ADOPT)] = adopt;
}

const meaningKey = (specifier: string, file: string): string => `${specifier}\0${file}`;

function* rootsOf(hidden: Hidden): Iterable<unknown> {
  for (const name of Object.keys(hidden.scope)) yield* rootsIn(valueIn(hidden, name));
}
