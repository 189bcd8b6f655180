// Which modules of cells are gone, though tslab keeps their texts for ever? Those that never came to be.
import type ts from "typescript";

/** What tslab puts before the text of a module, and takes off the places that it tells of it. */
const PREFIX = "export {};";

export interface HiddenModules {
  /** Before tslab's system is used. */
  install(system: ts.System): void;
  /** From now on the path means the file on disk, or nothing. */
  hide(path: string): void;
  /** From now on it means tslab's text again. */
  show(path: string): void;
  /** To be called before each use of the converter: a file of a hidden module's name may just have been written. */
  lookAgain(): void;
}

export function createHiddenModules(typescript: typeof ts): HiddenModules {
  const hidden = new Set<string>();
  /** Of the hidden, those without a file on disk. */
  const missing = new Set<string>();
  const watchers = new Map<string, ts.FileWatcherCallback>();
  const { Created, Deleted } = typescript.FileWatcherEventKind;
  return {
    install(system) {
      const { readFile, fileExists, watchFile } = system;
      system.readFile = (path, encoding) => (hidden.has(path) ? onDisk(path, encoding) : readFile(path, encoding));
      system.fileExists = (path) => (hidden.has(path) ? typescript.sys.fileExists(path) : fileExists(path));
      system.watchFile = (path, callback, ...rest) => {
        watchers.set(path, callback);
        return watchFile!(path, callback, ...rest);
      };
    },
    hide(path) {
      hidden.add(path);
      if (!typescript.sys.fileExists(path)) missing.add(path);
      watchers.get(path)?.(path, Deleted);
    },
    show(path) {
      missing.delete(path);
      if (hidden.delete(path)) appear(path);
    },
    lookAgain() {
      for (const path of missing) if (typescript.sys.fileExists(path) && missing.delete(path)) appear(path);
    },
  };

  /** TypeScript looks again at a file that it missed only where it is told that it was created. */
  function appear(path: string): void {
    watchers.get(path)?.(path, Created);
  }

  function onDisk(path: string, encoding?: string): string | undefined {
    const text = typescript.sys.readFile(path, encoding);
    return text === undefined ? undefined : `${PREFIX}${typescript.sys.newLine}${text}`;
  }
}
