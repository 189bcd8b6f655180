// What must never go? A pin names a run, a value or a node.
import type { MetadataStore, Pin } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";

/** One of the three. */
export type PinTarget<Name extends string = string> =
  /** All values that a run used or made; by its run id. */
  | { readonly run: string }
  /** One value; by its data version, or the first of its digits. */
  | { readonly value: string }
  /** All values that nodes of this name made, also later ones. */
  | { readonly node: Name };

const KINDS = ["run", "value", "node"] as const;
const FEWEST_DIGITS = 8;

export interface Pins<Name extends string = string> {
  /**
   * Keeps garbage collection away from values; also from those that are marked and not deleted yet.
   *
   * @param note shown with the pin; pinning again replaces it
   * @throws CellarError `bad-option`, `unknown-run`, `unknown-node`, `unknown-value`
   */
  pin(target: PinTarget<Name>, note?: string): Promise<Pin>;
  /** Takes a pin away. @throws CellarError `unknown-pin` where there is none, with the nearest */
  unpin(target: PinTarget<Name>): Promise<void>;
  /** Oldest first. */
  pins(): Promise<readonly Pin[]>;
}

/** @param nodes names of the nodes that may be pinned */
export function makePins(metadataNow: () => Promise<MetadataStore>, nodes: readonly string[]): Pins {
  async function known(kind: Pin["kind"], target: string): Promise<string> {
    const metadata = await metadataNow();
    if (kind === "value") return valueOf(target, metadata);
    if (kind === "node" && !nodes.includes(target))
      throw cellarError("unknown-node", `pin(): no node is called \`${target}\`.${didYouMean(target, nodes)}`);
    if (kind === "run" && (await metadata.runNamed(target)) === undefined) {
      const { runs } = await metadata.runsOf({ scope: "cache" }, { limit: 1000 });
      const near = didYouMean(
        target,
        runs.map(({ runName }) => runName),
      );
      throw cellarError("unknown-run", `pin(): no run is called \`${target}\`.${near}`);
    }
    return target;
  }

  return {
    async pin(target, note = "") {
      const [kind, name] = checkTarget("pin", target);
      if (typeof note !== "string") throw cellarError("bad-option", `pin(): the note is a text, not ${typeof note}.`);
      const pin: Pin = { kind, target: await known(kind, name), note };
      await (await metadataNow()).putPin(pin);
      return pin;
    },
    async unpin(target) {
      const [kind, name] = checkTarget("unpin", target);
      const metadata = await metadataNow();
      const all = (await metadata.pins()).filter((pin) => pin.kind === kind);
      const found = all.filter((pin) => pin.target === name || (kind === "value" && isStartOf(name, pin.target)));
      if (found.length > 1)
        throw cellarError(
          "unknown-pin",
          `unpin(): \`${name}\` may be ${found.length} values. Give more of its digits.`,
        );
      const [pin] = found;
      if (pin !== undefined && (await metadata.deletePin(pin))) return;
      const near = didYouMean(
        name,
        all.map((other) => other.target),
      );
      throw cellarError("unknown-pin", `unpin(): no ${kind} \`${name}\` is pinned.${near}`);
    },
    pins: async () => (await metadataNow()).pins(),
  };
}

function checkTarget(call: string, target: PinTarget): readonly [Pin["kind"], string] {
  const example = `${call}({ run: dr.cache.lastRunId }), ${call}({ value: "…" }) or ${call}({ node: "total" })`;
  if (target === null || typeof target !== "object") {
    throw cellarError(
      "bad-option",
      `${call}() takes what to pin: ${example}, not ${target === null ? "null" : typeof target}.`,
    );
  }
  const fields = Object.keys(target);
  const strange = fields.find((field) => !(KINDS as readonly string[]).includes(field));
  if (strange !== undefined)
    throw cellarError(
      "bad-option",
      `${call}(): \`${strange}\` cannot be pinned.${didYouMean(strange, KINDS)} Say ${example}.`,
    );
  const [kind, ...more] = fields as Pin["kind"][];
  if (kind === undefined || more.length > 0)
    throw cellarError(
      "bad-option",
      `${call}() takes one of run, value and node, not ${fields.length === 0 ? "none" : fields.join(" and ")}.`,
    );
  const name = (target as Record<string, unknown>)[kind];
  if (typeof name !== "string" || name === "")
    throw cellarError(
      "bad-option",
      `${call}({ ${kind} }) is a text, not ${name === "" ? "an empty one" : typeof name}.`,
    );
  return [kind, name];
}

function isStartOf(digits: string, version: string): boolean {
  return digits.length >= FEWEST_DIGITS && version.startsWith(digits.toLowerCase());
}

async function valueOf(given: string, metadata: MetadataStore): Promise<string> {
  const digits = given.toLowerCase();
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < FEWEST_DIGITS || digits.length > 64) {
    throw cellarError(
      "bad-option",
      `pin({ value }) is a data version, or at least its first ${FEWEST_DIGITS} hex digits, not "${given.slice(0, 80)}". See dr.cache.dataVersions.`,
    );
  }
  const [version, other] = await metadata.versionsLike(digits, 2);
  if (version === undefined) throw cellarError("unknown-value", `pin(): no value of version \`${given}\` is stored.`);
  if (other !== undefined)
    throw cellarError("unknown-value", `pin(): \`${given}\` may be several values. Give more of its digits.`);
  return version;
}
