// What can be said of a default that is no literal: what does it count as, and does it need a call to have a value?
import type { ParameterDeclaration } from "typescript";
import { codeDigest } from "../codeDigest.ts";
import { compiler } from "../compiler.ts";
import type { CodedDefault } from "../facts.ts";
import { boundIdentifiers } from "../names/bindings.ts";
import { mentionedNames } from "../names/mentionedNames.ts";
import { kindOf } from "../shape.ts";

export function codedDefault({ initializer, parent }: ParameterDeclaration): CodedDefault {
  const ts = compiler();
  const ofCall = new Set(["arguments"]);
  for (const { name } of parent.parameters) for (const { text } of boundIdentifiers(name)) ofCall.add(text);
  // `const out = function own(x = own.rate) { … }`: nobody else knows it by that name.
  if (ts.isFunctionExpression(parent) && parent.name !== undefined) ofCall.add(parent.name.text);
  let standsAlone = true;
  const names = mentionedNames(initializer!, (node) => {
    if (OF_CALL.has(kindOf(node))) standsAlone = false;
  });
  if (names.some((name) => ofCall.has(name))) standsAlone = false;
  return {
    code: initializer!.getText(),
    digest: codeDigest([initializer!], { name: "default" }),
    names,
    standsAlone,
  };
}

const OF_CALL: ReadonlySet<string> = new Set(["ThisKeyword", "SuperKeyword", "MetaProperty"]);
