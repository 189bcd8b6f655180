// What do the files and variables that are declared hold in this run? Each is read once, and looked at again when it was used.
import type { Digest } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { digestOf } from "../../identity/digest.ts";
import type { Preview } from "../../protocol/index.ts";
import { type DeclaredFile, file as fileAt, isDeclaredFile } from "../../values/declaredFile.ts";
import {
  type DeclaredVariable,
  isDeclaredVariable,
  textOfVariable,
  type Variables,
} from "../../values/declaredVariable.ts";
import { openSecret } from "../../values/secret.ts";
import { versionOf } from "../../values/version.ts";

/** The content of a file at one moment. */
export interface FileState {
  /** sha-256 of its bytes */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** What the file system says of it; another one, where it was written since. */
  readonly stamp: string;
}

/** The world around the process, as far as nodes may declare it. */
export interface World {
  variables(): Variables;
  /** @throws CellarError `missing-input` for what is no readable file, or is written all the time */
  stateOf(file: DeclaredFile): Promise<FileState>;
  /** Of all files of a folder and below it; undefined for what is no folder. */
  folderOf(folder: DeclaredFile): Promise<FileState | undefined>;
  /** Without reading it; undefined where it is gone. */
  stampOf(file: DeclaredFile): string | undefined;
  /** Is there a regular file? */
  isThere(file: DeclaredFile): boolean;
}

/** What stands for a declared value. */
export interface Opened {
  /** As the function gets it. */
  readonly value: unknown;
  readonly kind: "file" | "env";
  /** In the binding: digest of path and content, or of the variable's text. */
  readonly version: Digest;
  readonly preview: Preview;
  readonly isSecret: boolean;
}

/** What one run knows of the outside. */
export interface Outside {
  /**
   * Undefined for a value that is declared by nothing.
   *
   * @throws CellarError `bad-option` for a secret: its text would stand in the code
   */
  open(value: unknown): Promise<Opened> | undefined;
  /** The file that a text names, as `file()` would take it; undefined where there is none. Each text is looked up once. */
  fileNamed(text: string): DeclaredFile | undefined;
  /**
   * To be asked before a body reads a file that was opened.
   *
   * @returns to be asked when it has ended: what became of the file, in words, where it did not hold all the time what it held
   * when it was opened. Written with the same content, it may have held another one in between.
   */
  watch(file: DeclaredFile): Promise<() => Promise<string | undefined>>;
}

export function outsideOf(world: World): Outside {
  const states = new Map<string, Promise<FileState>>();
  let variables: Variables | undefined;
  const changes = new Map<string, string>();
  const named = new Map<string, DeclaredFile | undefined>();

  function stateOf(file: DeclaredFile): Promise<FileState> {
    const known = states.get(file.path) ?? world.stateOf(file);
    states.set(file.path, known);
    return known;
  }

  /** Undefined where it is gone. */
  async function stateNow(file: DeclaredFile, known: FileState): Promise<FileState | undefined> {
    return world.stampOf(file) === known.stamp ? known : world.stateOf(file).catch(() => undefined);
  }

  async function openFile(file: DeclaredFile): Promise<Opened> {
    const { digest, sizeBytes } = await stateOf(file);
    const version = digestOf("file/1", `${file.written}\0${digest}`);
    const text = `${file.written} · ${sizeText(sizeBytes)} · ${digest.slice(0, 8)}`;
    return { value: file, kind: "file", version, preview: { type: "file", text }, isSecret: false };
  }

  async function openVariable(variable: DeclaredVariable): Promise<Opened> {
    variables ??= { ...world.variables() };
    const text = textOfVariable(variable, variables);
    const versioned = versionOf(text, NO_CLASSES);
    if (!versioned.ok) throw new Error("a text has a version");
    const preview: Preview = { type: "variable", text: `${variable.name} = ${JSON.stringify(text)}` };
    return {
      value: text,
      kind: "env",
      version: versioned.version,
      preview,
      isSecret: variable.options.secret === true,
    };
  }

  return {
    open(value) {
      if (openSecret(value) !== undefined) throw cellarError("bad-option", SECRET_IN_CODE);
      if (isDeclaredFile(value)) return openFile(value);
      return isDeclaredVariable(value) ? openVariable(value) : undefined;
    },
    async watch(file) {
      const opened = await stateOf(file);
      const present = await stateNow(file, opened);
      return async () => {
        const told = changes.get(file.path);
        if (told !== undefined) return told;
        const isSame = present?.digest === opened.digest;
        if (isSame && world.stampOf(file) === present.stamp) return undefined;
        const after = isSame ? await stateNow(file, present) : present;
        const change = `the file \`${file.written}\` ${changeText(opened, after)}`;
        changes.set(file.path, change);
        return change;
      };
    },
    fileNamed(text) {
      if (named.has(text)) return named.get(text);
      const file = fileAt(text);
      const found = world.isThere(file) ? file : undefined;
      named.set(text, found);
      return found;
    },
  };
}

const SECRET_IN_CODE =
  'secret() wraps an input, a config value or an override, but stands in the code here. Give it there, or declare the variable that holds it, e.g. `(token = env("TOKEN", { secret: true })) => …`.';

const NO_CLASSES = { identityOf: () => undefined, prototypeOf: () => undefined };

function changeText(before: FileState, after: FileState | undefined): string {
  if (after?.digest === before.digest) return `was touched, or written again: ${stateText(before)}`;
  return `changed: ${stateText(before)} → ${after === undefined ? "it is gone" : stateText(after)}`;
}

const stateText = ({ sizeBytes, digest }: FileState): string => `${sizeText(sizeBytes)}, ${digest.slice(0, 8)}`;

function sizeText(sizeBytes: number): string {
  return `${sizeBytes.toLocaleString("en")} byte${sizeBytes === 1 ? "" : "s"}`;
}
