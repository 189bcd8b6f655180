// Which classes may the values of these tests be of?
import type { ClassTable } from "../../src/contracts.ts";

export const noClasses: ClassTable = { identityOf: () => undefined, prototypeOf: () => undefined };

type Class = Function & { readonly prototype: object };

/** Classes by name; `code` stands for the version of their source. */
export function classesOf(classes: Readonly<Record<string, Class>>, code = "code1"): ClassTable {
  return {
    identityOf(prototype) {
      const found = Object.entries(classes).find(([, made]) => made.prototype === prototype);
      return found === undefined ? undefined : { name: found[0], code };
    },
    prototypeOf: (identity) => (identity.code === code ? classes[identity.name]?.prototype : undefined),
  };
}
