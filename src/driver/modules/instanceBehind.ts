// Which module does a namespace belong to, that we or the hooks have loaded?
import { type ModuleInstance, moduleOf } from "../../dataflow/module.ts";

/** Undefined for any other object. */
export function instanceBehind(namespace: object): ModuleInstance | undefined {
  return moduleOf(namespace) ?? commonJsBehind(namespace);
}

/** Of CommonJS an `import * as m` has a namespace of its own; what the module handed over are its exports. */
function commonJsBehind(namespace: object): ModuleInstance | undefined {
  const exports: unknown = Object.getOwnPropertyDescriptor(namespace, "default")?.value;
  return typeof exports === "object" && exports !== null ? moduleOf(exports) : undefined;
}
