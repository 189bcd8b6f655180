// Which values does a body get: the live one, or a copy of its own? And did the live ones come back unchanged? (R20)
import type { FunctionNode } from "../../dataflow/node.ts";
import { cellarError } from "../../errors.ts";
import { encodeValue } from "../../values/encode.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import type { Board } from "../board/board.ts";
import { defaultKey } from "../decide/ask.ts";
import { isOpaque } from "../decide/question.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { ItemList } from "../items/itemList.ts";
import { allItems } from "../items/readItems.ts";
import { frozen } from "./frozen.ts";
import { copyOf, keepCopy, type Loan, spoiledLoans, stillIs } from "./lending.ts";

export interface Lender {
  /** Undefined where a value is not there any more: then the node has to ask for it once more. */
  lend(i: number, node: FunctionNode): Promise<Lent | undefined>;
  /** The body was not called after all. */
  giveBack(i: number, loans: readonly Loan[]): void;
  /** Indices of deps that came back changed, by this body or by another that had them at the same time. */
  takeBack(i: number, node: FunctionNode, loans: readonly Loan[]): readonly number[];
  /** A body that nobody waits for has these values for good: nobody else is to have the same objects. */
  forsake(loans: readonly Loan[]): Promise<void>;
  /** Where a spoiled value cannot be had again, the run cannot go on with it. */
  refusal(node: FunctionNode, spoiled: readonly number[]): Refusal | undefined;
  committed(i: number, isKept: boolean): void;
  /** Asked values that were changed after they were committed. */
  spoiledSince(asked: readonly number[]): readonly number[];
  copyOfInput(i: number): { readonly value: unknown; readonly sizeBytes: number } | undefined;
}

interface Refusal {
  readonly what: "failed";
  readonly error: unknown;
  readonly spoiled: readonly number[];
}

export interface Lent {
  readonly values: readonly unknown[];
  readonly loans: readonly Loan[];
}

export function makeLender(x: ExecutionParts, board: Board): Lender {
  const { closure, asked, resolution, recorder, parts } = x;
  const { classes, metadata } = parts;
  /** Parameters that get a copy of their own, by node: their value was spoiled while the body had it. */
  const privately = new Map<number, Set<string>>();
  /** Bodies that have a value live in their hands, by the value's node. */
  const holders = new Map<number, Set<number>>();
  /** Values that were spoiled while a body had them, whoever did it, by the body's node. */
  const tainted = new Map<number, Set<number>>();
  const copies = new Map<number, Uint8Array | undefined>();
  /** Inputs that are not what they were when their version was taken: the caller changes them as the run goes on. */
  const changedByCaller = new Set<number>();
  const isStored = new Set<number>();
  const lentLive = new Set<number>();
  let hasForsaken = false;
  /** Bodies that have ended; and how many had when a node's value was committed. */
  let ended = 0;
  const endedAtCommit = new Map<number, number>();

  const isAbsent = (dep: number): boolean => closure.nodes[dep]!.kind === "input" && !asked.inputs.has(dep);

  async function lend(i: number, node: FunctionNode): Promise<Lent | undefined> {
    const bound = closure.bound[i]!;
    if (!isComplete(bound)) return undefined;
    const loans: Loan[] = [];
    const values: unknown[] = [];
    for (let at = 0; at < node.edges.length; at++) {
      const { parameter } = node.edges[at]!;
      const dep = bound[at]!;
      if (isAbsent(dep)) {
        // A body may change its default, and be called again: each call gets its own.
        values.push(ownCopy(asked.defaults.get(defaultKey(node.name, parameter))));
        continue;
      }
      const value = board.values[dep];
      if (value instanceof ItemList) {
        const items = await allItems(x, board, dep);
        if (items === undefined) {
          giveBack(i, loans);
          return undefined;
        }
        values.push(node.settings.lend === "freeze" ? frozen(items) : items);
        continue;
      }
      if (isImmutable(value)) {
        values.push(value);
        continue;
      }
      if (asked.inputs.has(dep) && !copies.has(dep)) keepInputs();
      const { lend = "check" } = node.settings;
      if (lend === "trust") {
        values.push(value);
        continue;
      }
      const isSuspect = privately.get(i)?.has(parameter) === true;
      const isPrivate = lend !== "check" || isSuspect || (await isKnownBorrower(i, parameter));
      const copy = isPrivate ? await privateCopy(dep, value) : undefined;
      const version = board.versionOf(dep);
      if (copy !== undefined) {
        values.push(lend === "freeze" ? frozen(copy.value) : copy.value);
        if (isSuspect) loans.push({ parameter, dep, version, value: copy.value, isCopy: true });
        continue;
      }
      lentLive.add(dep);
      add(holders, dep, i);
      values.push(value);
      loans.push({ parameter, dep, version, value, isCopy: false });
    }
    for (const { parameter } of node.bound) values.push(ownCopy(asked.defaults.get(defaultKey(node.name, parameter))));
    // While a copy was read, another body may have spoiled what was lent already.
    if (isComplete(bound)) return { values, loans };
    giveBack(i, loans);
    return undefined;
  }

  function isComplete(bound: readonly number[]): boolean {
    return bound.every((dep) => isAbsent(dep) || board.hasValue[dep] === 1);
  }

  function giveBack(i: number, loans: readonly Loan[]): void {
    for (const { dep } of loans) holders.get(dep)?.delete(i);
    tainted.delete(i);
  }

  /** All at once, before any body has one: the same object may stand in two inputs. */
  function keepInputs(): void {
    for (const [dep, value] of asked.inputs) {
      if (isImmutable(value)) continue;
      const version = board.versionOf(dep);
      const bytes = keepCopy(value, version, classes);
      copies.set(dep, bytes);
      if (bytes === undefined && !isOpaque(version)) changedByCaller.add(dep);
    }
  }

  function ownCopy(value: unknown): unknown {
    if (isImmutable(value)) return value;
    const encoding = encodeValue(value, classes);
    return encoding.ok ? copyOf(Buffer.concat(encoding.encoded.chunks), classes) : value;
  }

  async function isKnownBorrower(i: number, parameter: string): Promise<boolean> {
    const known = metadata.isBorrower(resolution.question.nodes[i]!.codeVersion, parameter);
    return known instanceof Promise ? await known : known;
  }

  /** Undefined where none can be had: then the value is lent, and checked. */
  async function privateCopy(dep: number, live: unknown): Promise<{ readonly value: unknown } | undefined> {
    const copy = copyOfInput(dep);
    if (copy !== undefined) return copy;
    const version = board.versionOf(dep);
    if (isOpaque(version) || asked.inputs.has(dep)) return undefined;
    const reading = await x.read(version);
    if (!("lost" in reading)) return reading;
    const bytes = keepCopy(live, version, classes);
    return bytes === undefined ? undefined : { value: copyOf(bytes, classes) };
  }

  function takeBack(i: number, node: FunctionNode, loans: readonly Loan[]): readonly number[] {
    for (const { dep } of loans) holders.get(dep)?.delete(i);
    const changed = new Set(spoiledLoans(loans, classes));
    for (const loan of loans) if (loan.isCopy) settleSuspicion(i, node, loan, changed.has(loan));
    const mine = tainted.get(i);
    tainted.delete(i);
    const spoiled = loans.filter((loan) => !loan.isCopy && (changed.has(loan) || mine?.has(loan.dep) === true));
    for (const { parameter, dep } of spoiled) {
      for (const other of holders.get(dep) ?? []) add(tainted, other, dep);
      if (!changedByCaller.has(dep)) add(privately, i, parameter);
    }
    return [...new Set(spoiled.map((loan) => loan.dep))];
  }

  async function forsake(loans: readonly Loan[]): Promise<void> {
    hasForsaken = true;
    for (const { dep, version, value, isCopy } of loans) {
      if (isCopy || isOpaque(version) || board.values[dep] !== value) continue;
      const copy = await privateCopy(dep, value);
      if (copy !== undefined && board.values[dep] === value && board.versionOf(dep) === version)
        board.put(dep, copy.value);
    }
  }

  /** On a copy that nobody else has, it shows who changes the value. */
  function settleSuspicion(i: number, node: FunctionNode, { parameter, dep }: Loan, isGuilty: boolean): void {
    const name = closure.nodes[dep]!.name;
    if (!isGuilty) {
      const reason = `\`${name}\` was changed by other code while \`${node.name}\` had it; it was executed again on a copy`;
      recorder.departed.push({ node: i, reason });
      return;
    }
    const reason = `\`${node.name}\` changed its input \`${name}\`; it was executed again on a copy`;
    recorder.departed.push({ node: i, reason });
    const noting = metadata.putBorrower(resolution.question.nodes[i]!.codeVersion, parameter);
    if (noting instanceof Promise) noting.catch(() => {}); // it will be found out again
  }

  function refusal(node: FunctionNode, spoiled: readonly number[]): Refusal | undefined {
    const lost = spoiled.find((dep) => asked.inputs.has(dep) && copies.get(dep) === undefined);
    if (lost === undefined) return undefined;
    const name = closure.nodes[lost]!.name;
    const said = changedByCaller.has(lost)
      ? `The input \`${name}\` was changed while the run was under way, before \`${node.name}\` could read it. Give a copy, or change it after the run.`
      : `\`${node.name}\` changed the input \`${name}\`, and no copy of it could be kept. Copy it in \`${node.name}\` before changing it, e.g. [...${name}].`;
    return { what: "failed", error: cellarError("mutated-input", said), spoiled };
  }

  /** Could a body have changed this value after it was known? Executed here: one that ended later. Read: one that held it. */
  function mayBeSpoiled(i: number): boolean {
    if (hasForsaken) return isStored.has(i) || lentLive.has(i);
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
    giveBack,
    takeBack,
    forsake,
    refusal,
    copyOfInput,
    committed(i, isKept) {
      if (isKept) isStored.add(i);
      endedAtCommit.set(i, ++ended);
    },
    spoiledSince(list) {
      return list.filter((i) => {
        if (board.hasValue[i] !== 1 || !mayBeSpoiled(i)) return false;
        return !stillIs(board.values[i], board.versionOf(i), classes);
      });
    },
  };
}

function add<K, V>(sets: Map<K, Set<V>>, key: K, item: V): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([item]));
  else set.add(item);
}
