// May the instances of a class be versioned by their own fields (R13)? Only if no state hides elsewhere.
import type { ClassLikeDeclaration, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { hasModifier } from "../erased.ts";
import type { PartFacts } from "../facts.ts";
import { unwrap } from "../shape.ts";

export type Instances = NonNullable<PartFacts["instances"]>;

/** What the question needs to know of the module. */
export interface ClassesAround {
  classOf(name: string): ClassLikeDeclaration | undefined;
  isImported(name: string): boolean;
  isBound(name: string): boolean;
  /** Why the code that this name reaches may keep state of its own; undefined where it keeps none. */
  hiddenState(name: string): string | undefined;
}

/** Walks up the `extends` chain. */
export function instancesOf(name: string, around: ClassesAround): Instances {
  const seen = new Set<string>();
  for (let current = name; ; ) {
    const declaration = around.classOf(current);
    if (declaration === undefined || seen.has(current)) return no(`\`${current}\` is no class of this module`);
    seen.add(current);
    const own = ownReason(current, declaration) ?? around.hiddenState(current);
    if (own !== undefined) return no(own);
    const base = baseOf(declaration);
    if (base === undefined) return { versionable: true };
    const ts = compiler();
    if (!ts.isIdentifier(base)) return no(`\`${current}\` extends an expression`);
    if (!around.isBound(base.text)) return no(`\`${current}\` extends the built-in \`${base.text}\``);
    if (around.isImported(base.text)) return no(`\`${current}\` extends the imported \`${base.text}\``);
    current = base.text;
  }
}

function no(why: string): Instances {
  return { versionable: false, why };
}

function ownReason(name: string, declaration: ClassLikeDeclaration): string | undefined {
  const ts = compiler();
  if (hasDecorator(declaration)) return `\`${name}\` is decorated`;
  for (const member of declaration.members) {
    if (hasDecorator(member)) return `a member of \`${name}\` is decorated`;
    if (member.name !== undefined && ts.isPrivateIdentifier(member.name))
      return `\`${name}\` has the private \`${member.name.text}\``;
    if (hasModifier(member, "AccessorKeyword"))
      return `\`${name}\` has the accessor field \`${member.name?.getText()}\``;
  }
  return undefined;
}

function hasDecorator(node: Node): boolean {
  return hasModifier(node, "Decorator");
}

/** The expression after `extends`; undefined where there is none, or `null`. */
function baseOf(declaration: ClassLikeDeclaration): Node | undefined {
  const ts = compiler();
  const clause = declaration.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  if (base === undefined) return undefined;
  const inner = unwrap(base);
  return inner.kind === ts.SyntaxKind.NullKeyword ? undefined : inner;
}
