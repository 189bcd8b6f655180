// In which surroundings does it run? Named fields that enter every key, so that a change can be told (R11).
import type { Digest } from "../contracts.ts";
import { digestOf } from "./digest.ts";

/** What a piece of code mentions that makes more of its surroundings count. */
export type Mention = "intl" | "importMeta" | "dirname" | "cwd" | "native";

/** What the process can say of itself; read at the rim. */
export interface Surroundings {
  readonly node: string;
  readonly timezone: string;
  readonly locale: string;
  readonly icu: string;
  readonly tz: string;
  readonly platform: string;
  readonly arch: string;
  readonly cwd: string;
  /** Compiler options that change the emitted JavaScript, as one text. */
  readonly emit: string;
  /** Format versions of every pre-image, as one text. */
  readonly formats: string;
}

/** Stands for a field that the user has left out of the keys. */
export const IGNORED_FIELD = "ignored";

export interface Environment {
  readonly version: Digest;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The environment of a node: the fields that count for all, and those that its mentions add.
 *
 * @param folder where the module lies, for code that mentions `__dirname` or `import.meta`
 */
export function environmentOf(now: Surroundings, mentions: ReadonlySet<Mention>, folder: string): Environment {
  const fields: Record<string, string> = {
    node: now.node,
    timezone: now.timezone,
    locale: now.locale,
    emit: now.emit,
    formats: now.formats,
  };
  if (mentions.has("intl")) {
    fields["icu"] = now.icu;
    fields["tz"] = now.tz;
  }
  if (mentions.has("native")) {
    fields["platform"] = now.platform;
    fields["arch"] = now.arch;
  }
  if (mentions.has("cwd")) fields["cwd"] = now.cwd;
  if (mentions.has("dirname") || mentions.has("importMeta")) fields["folder"] = folder;
  return { version: environmentVersion(fields), fields };
}

/** Digest of named fields, whatever their order. */
export function environmentVersion(fields: Readonly<Record<string, string>>): Digest {
  const names = Object.keys(fields).sort();
  return digestOf("environment/1", names.map((name) => `${name}\0${fields[name]}`).join("\n"));
}
