// Which values does a body get: the live one, or a copy of its own? And did the live ones come back unchanged? (R20)
import type { FunctionNode } from "../dataflow/node.ts";
import { cellarError } from "../errors.ts";
import { encodeValue } from "../values/encode.ts";
import { isImmutable } from "../values/isImmutable.ts";
import { defaultKey } from "./ask.ts";
import type { Board } from "./board.ts";
import type { ExecutionParts } from "./executionParts.ts";
import { copyOf, keepCopy, type Loan, spoiledLoans, stillIs } from "./lending.ts";
import { isOpaque } from "./question.ts";

export interface Lender {
  lend(
    i: number,
    node: FunctionNode,
  ): Promise<{ readonly values: readonly unknown[]; readonly loans: readonly Loan[] }>;
  /** Indices of deps that came back changed; the borrower is remembered. */
  takeBack(i: number, node: FunctionNode, loans: readonly Loan[]): readonly number[];
  /** Where a spoiled value cannot be had again, the run cannot go on with it. */
  refusal(
    node: FunctionNode,
    spoiled: readonly number[],
  ): { readonly what: "failed"; readonly error: unknown } | undefined;
  committed(i: number, isKept: boolean): void;
  /** Asked values that were changed after they were committed. */
  spoiledSince(asked: readonly number[]): readonly number[];
  copyOfInput(i: number): { readonly value: unknown; readonly sizeBytes: number } | undefined;
}

export function makeLender(x: ExecutionParts, board: Board): Lender {
  const { closure, asked, resolution, recorder, parts } = x;
  const { classes, metadata } = parts;
  /** Parameters that get a copy of their own, by node. */
  const privately = new Map<number, Set<string>>();
  const copies = new Map<number, Uint8Array | undefined>();
  /** Inputs that are not what they were when their version was taken: the caller changes them as the run goes on. */
  const changedByCaller = new Set<number>();
  const isStored = new Set<number>();
  const lentLive = new Set<number>();
  /** Bodies that have ended; and how many had when a node's value was committed. */
  let ended = 0;
  const endedAtCommit = new Map<number, number>();

  async function lend(i: number, node: FunctionNode) {
    const loans: Loan[] = [];
    const values: unknown[] = [];
    const bound = closure.bound[i]!;
    for (let at = 0; at < node.edges.length; at++) {
      const { parameter } = node.edges[at]!;
      const dep = bound[at]!;
      const value = board.values[dep];
      if (closure.nodes[dep]!.kind === "input" && !asked.inputs.has(dep)) {
        // A body may change its default, and be called again: each call gets its own.
        values.push(ownCopy(asked.defaults.get(defaultKey(node.name, parameter))));
        continue;
      }
      if (isImmutable(value)) {
        values.push(value);
        continue;
      }
      if (asked.inputs.has(dep) && !copies.has(dep)) keepInput(dep, value);
      const copy = (await getsCopy(i, parameter)) ? await privateCopy(dep, value) : undefined;
      if (copy !== undefined) {
        values.push(copy.value);
        continue;
      }
      lentLive.add(dep);
      values.push(value);
      loans.push({ parameter, dep, version: resolution.versions[dep]!, value });
    }
    return { values, loans };
  }

  function keepInput(dep: number, value: unknown): void {
    const version = resolution.versions[dep]!;
    const bytes = keepCopy(value, version, classes);
    copies.set(dep, bytes);
    if (bytes === undefined && !isOpaque(version)) changedByCaller.add(dep);
  }

  function ownCopy(value: unknown): unknown {
    if (isImmutable(value)) return value;
    const encoding = encodeValue(value, classes);
    return encoding.ok ? copyOf(Buffer.concat(encoding.encoded.chunks), classes) : value;
  }

  async function getsCopy(i: number, parameter: string): Promise<boolean> {
    if (privately.get(i)?.has(parameter) === true) return true;
    const known = metadata.isBorrower(resolution.question.nodes[i]!.codeVersion, parameter);
    return known instanceof Promise ? await known : known;
  }

  /** Undefined where none can be had: then the value is lent, and checked. */
  async function privateCopy(dep: number, live: unknown): Promise<{ readonly value: unknown } | undefined> {
    const copy = copyOfInput(dep);
    if (copy !== undefined) return copy;
    const version = resolution.versions[dep]!;
    if (isOpaque(version) || asked.inputs.has(dep)) return undefined;
    const reading = await x.read(version);
    if (!("lost" in reading)) return reading;
    const bytes = keepCopy(live, version, classes);
    return bytes === undefined ? undefined : { value: copyOf(bytes, classes) };
  }

  function takeBack(i: number, node: FunctionNode, loans: readonly Loan[]): readonly number[] {
    const spoiled = spoiledLoans(loans, classes);
    for (const { parameter, dep } of spoiled) {
      if (changedByCaller.has(dep)) continue;
      const mine = privately.get(i) ?? new Set();
      privately.set(i, mine.add(parameter));
      const reason = `\`${node.name}\` changed its input \`${closure.nodes[dep]!.name}\`; it was executed again on a copy`;
      recorder.departed.push({ node: i, reason });
      const noting = metadata.putBorrower(resolution.question.nodes[i]!.codeVersion, parameter);
      if (noting instanceof Promise) noting.catch(() => {}); // it will be found out again
    }
    return [...new Set(spoiled.map((loan) => loan.dep))];
  }

  function refusal(node: FunctionNode, spoiled: readonly number[]) {
    const lost = spoiled.find((dep) => asked.inputs.has(dep) && copies.get(dep) === undefined);
    if (lost === undefined) return undefined;
    const name = closure.nodes[lost]!.name;
    const said = changedByCaller.has(lost)
      ? `The input \`${name}\` was changed while the run was under way, before \`${node.name}\` could read it. Give a copy, or change it after the run.`
      : `\`${node.name}\` changed the input \`${name}\`, and no copy of it could be kept. Copy it in \`${node.name}\` before changing it, e.g. [...${name}].`;
    return { what: "failed" as const, error: cellarError("mutated-input", said) };
  }

  /** Could a body have changed this value after it was known? Executed here: one that ended later. Read: one that held it. */
  function mayBeSpoiled(i: number): boolean {
    const at = endedAtCommit.get(i);
    if (at !== undefined) return at !== ended && isStored.has(i);
    return ended > 0 && (lentLive.has(i) || resolution.sameAs[i] !== -1);
  }

  function copyOfInput(i: number) {
    const bytes = copies.get(i);
    return bytes === undefined ? undefined : { value: copyOf(bytes, classes), sizeBytes: 0 };
  }

  return {
    lend,
    takeBack,
    refusal,
    copyOfInput,
    committed(i, isKept) {
      if (isKept) isStored.add(i);
      endedAtCommit.set(i, ++ended);
    },
    spoiledSince(list) {
      return list.filter((i) => {
        if (board.hasValue[i] !== 1 || !mayBeSpoiled(i)) return false;
        return !stillIs(board.values[i], resolution.versions[i]!, classes);
      });
    },
  };
}
