// Is this literal constant what its code says? Its code is evaluated once more and compared.
import { types } from "node:util";
import vm from "node:vm";
import type { PartFacts } from "../../source/index.ts";

type Scope = Readonly<Record<string, () => unknown>>;

/** The value of an expression among a module's names; undefined where it has none. */
export function valueOfCode(expression: string, scope: Scope): unknown {
  try {
    return evaluated(`return ${expression};`, scope);
  } catch {
    return undefined; // it mentions a name that cannot be seen: whoever calls the function evaluates it anyway
  }
}

/** @param part a literal constant: evaluating it anew calls no code */
export function isAsWritten({ name, text }: PartFacts, scope: Scope): boolean {
  const value = scope[name]?.();
  if (typeof value !== "object" || value === null) return true;
  const declared = text.replace(/^\s*export\s+/, "");
  const { [name]: _, ...others } = scope;
  try {
    const code = /^(const|let|var)\b/.test(declared) ? declared : `const ${declared}`;
    return isAlike(evaluated(`${code}\nreturn ${name};`, others), value, new Map());
  } catch {
    return false;
  }
}

function evaluated(code: string, scope: Scope): unknown {
  const names = Object.keys(scope).filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name));
  const call = vm.compileFunction(`"use strict"; ${code}`, names) as (...values: readonly unknown[]) => unknown;
  return call(...names.map((name) => scope[name]!()));
}

/** Plain data by its own properties, functions by their texts. */
function isAlike(one: unknown, other: unknown, seen: Map<unknown, unknown>): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one === "function" && typeof other === "function")
    return Function.prototype.toString.call(one) === Function.prototype.toString.call(other);
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (types.isProxy(other) || Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (types.isRegExp(one)) return types.isRegExp(other) && String(one) === String(other);
  if (seen.get(one) === other) return true;
  seen.set(one, other);
  const keys = Reflect.ownKeys(one);
  const others = Reflect.ownKeys(other);
  return (
    keys.length === others.length &&
    keys.every((key, at) => {
      const [mine, its] = [one, other].map((each) => Object.getOwnPropertyDescriptor(each, key));
      return key === others[at] && mine?.get === its?.get && isAlike(mine?.value, its?.value, seen);
    })
  );
}
