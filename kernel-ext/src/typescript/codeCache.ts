// How does a large program start faster? V8 keeps what it compiled of TypeScript, made once when the kernel is installed.
import fs from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

/** Loads a CommonJS file as `require` would, with its code cache if there is one that suits this Node. */
export function requireCached(file: string, version: string): unknown {
  const loaded = createRequire(file).cache[file];
  if (loaded) return loaded.exports;
  const cache = cacheFile(version);
  return fs.existsSync(cache) ? run(file, compile(file, fs.readFileSync(cache))) : createRequire(file)(file);
}

/** Compiles and runs a CommonJS file, lets `warm` use it, and keeps what V8 compiled meanwhile; once for each Node. */
export function writeCodeCache(file: string, version: string, warm: (exports: unknown) => void): void {
  if (fs.existsSync(cacheFile(version))) return;
  const script = compile(file);
  warm(run(file, script));
  const temporary = `${cacheFile(version)}.${process.pid}`;
  fs.writeFileSync(temporary, script.createCachedData());
  fs.renameSync(temporary, cacheFile(version));
}

/** V8 refuses a cache of another V8 or of another text; the name keeps those of several Nodes apart. */
function cacheFile(version: string): string {
  return fileURLToPath(
    new URL(`./typescript-${version}-node-${process.versions.node}-${process.arch}.cache`, import.meta.url),
  );
}

function compile(file: string, cachedData?: Buffer): vm.Script {
  return new vm.Script(Module.wrap(fs.readFileSync(file, "utf8")), {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  });
}

/** Others that require the file later are given the same exports. */
function run(file: string, script: vm.Script): unknown {
  const require = createRequire(file);
  const module = new Module(file);
  module.filename = file;
  require.cache[file] = module;
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  module.loaded = true;
  return module.exports;
}
