// What is a magic? A name, what it takes, and what it does.
import type { Output } from "../display/output.ts";
import type { Engine, Loader } from "../engine/engine.ts";
import type { OriginOf } from "../errors/describeError.ts";
import type { CellText, Executor } from "../executor/executor.ts";
import type { Session } from "../executor/session.ts";
import type { CellConverter } from "../typescript/converter.ts";

export interface Flag {
  /** e.g. `--display` */
  readonly name: string;
  /** e.g. `-d` */
  readonly short?: string;
  readonly help: string;
}

export interface Magic {
  /** Without `%`. */
  readonly name: string;
  /** A cell magic (`%%`) takes the whole cell; a line magic (`%`) only its line. */
  readonly kind: "cell" | "line";
  readonly summary: string;
  /** Names of its words, e.g. `["name"]`; all are needed. */
  readonly words: readonly string[];
  readonly flags: readonly Flag[];
  run(call: MagicCall, kernel: Bench): Promise<unknown> | unknown;
}

/** What a magic works with. */
export interface Bench {
  readonly magics: readonly Magic[];
  readonly output: Output;
  readonly executor: Executor;
  readonly session: Session;
  converter(): CellConverter;
  engine(): Promise<Engine>;
  loader(): Promise<Loader>;
  /** Where an error arose, for excerpts. */
  readonly originOf: OriginOf;
  /** Texts of module cells as the user wrote them, by the texts that were loaded. */
  readonly written: Map<string, string>;
  /** Texts of the loaded modules by name. */
  readonly modules: Map<string, string>;
  /** The running cell as its front end names it. */
  cellId(): string | undefined;
}

export interface MagicCall {
  readonly words: readonly string[];
  /** Long names of the flags given. */
  readonly flags: ReadonlySet<string>;
  /** The whole cell, its magic lines turned into comments of the same length. */
  readonly cell: CellText;
}

/** `%name` or `%%name` */
export function signOf({ kind, name }: Pick<Magic, "kind" | "name">): string {
  return `${kind === "cell" ? "%%" : "%"}${name}`;
}
