// What are the values of a node that is computed once per item? Each is read by itself, as a copy that nobody else has.
import { isImmutable } from "../../values/isImmutable.ts";
import type { Board } from "../board/board.ts";
import { isOpaque } from "../decide/question.ts";
import type { StoreSnapshot } from "../decide/storeSnapshot.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { copyOf, keepCopy } from "../lend/lending.ts";
import type { Reading } from "../store/readValue.ts";
import { ItemList } from "./itemList.ts";
import type { ItemWorld } from "./itemWorld.ts";

/** A list of items is there if all of them are: otherwise its node executes again, and with it those that are lost. */
export async function readWhole(
  reading: Promise<Reading>,
  snapshot: StoreSnapshot,
  lostItems: ReadonlySet<string>,
): Promise<Reading> {
  const found = await reading;
  if ("lost" in found || !(found.value instanceof ItemList)) return found;
  const versions = [...new Set(found.value.versions)] as string[];
  if (versions.some((version) => lostItems.has(version))) return { lost: "unreadable" };
  const has = await snapshot.hasBytes(versions);
  return has.includes(false) ? { lost: "missing" } : found;
}

/** A value of a list of items; where it cannot be had, that is noted, so that its node executes it again. */
export async function readItem(x: ItemWorld, { live }: ItemList, version: string): Promise<Reading> {
  if (live.has(version)) {
    const value = live.get(version);
    if (isImmutable(value) || isOpaque(version)) return { value, sizeBytes: 0 };
    const bytes = keepCopy(value, version, x.parts.classes);
    if (bytes !== undefined) return { value: copyOf(bytes, x.parts.classes), sizeBytes: 0 };
  }
  const reading: Reading = isOpaque(version) ? { lost: "missing" } : await x.read(version);
  if ("lost" in reading) x.lostItems.add(version);
  return reading;
}

/**
 * The array that a collecting node is given: values in order, and the markers of failed items.
 *
 * @returns undefined where one is lost: then its node has to execute again, and the list is off the board
 */
export async function allItems(x: ExecutionParts, board: Board, dep: number): Promise<readonly unknown[] | undefined> {
  const list = board.values[dep] as ItemList;
  const values: unknown[] = [];
  let isLost = false;
  for (const [at, version] of list.versions.entries()) {
    if (version === undefined) {
      values.push({ ...list.failures.get(at)! });
      continue;
    }
    const reading = await readItem(x, list, version);
    if ("lost" in reading) {
      isLost = true; // the others are looked at all the same, so that all that is lost executes at once
      continue;
    }
    x.recorder.savedBytes += reading.sizeBytes;
    values.push(reading.value);
  }
  if (isLost && board.values[dep] === list) board.drop(dep);
  return isLost ? undefined : values;
}
