// How does a local file that is used by `subdag` become a module? From its text, evaluated when a node of it is called.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { InstanceOptions, LazyModule } from "./loader.ts";
import type { OwnModule } from "./makeModule.ts";

/**
 * One module for one text of a file, so that what uses it twice shares its state.
 *
 * @returns for each import a function that settles, when it is first called, what it means (R9); undefined for other files
 */
export function makeFileModules(root: string, make: (text: string, about: InstanceOptions) => LazyModule) {
  const known = new Map<string, OwnModule>();
  return (file: string): (() => OwnModule | undefined) => {
    let settled: OwnModule | undefined;
    return () => {
      settled ??= /\.[cm]?[jt]s$/.test(file) ? moduleOf(file) : undefined;
      return settled;
    };
  };

  function moduleOf(file: string): OwnModule {
    const text = readFileSync(file, "utf8");
    const before = known.get(file);
    if (before?.text === text) return before;
    const origin = path.relative(root, file).replaceAll("\\", "/");
    const about = { name: path.parse(file).name, origin, folder: path.dirname(file), fileName: file };
    const { instance } = make(text, about);
    known.set(file, instance);
    return instance;
  }
}
