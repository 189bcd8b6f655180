// What may a cell import from "tslab"? The types of the display API, with what a complete kernel adds to it.

/** Shows values beside the running cell. */
export interface Display {
  javascript(text: string): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(contentType: string, data: string | Uint8Array): void;
}

export declare const display: Display;

/** A display that shows only its newest value. */
export declare function newDisplay(): Display;

export declare const versions: { readonly tslab: string; readonly typescript: string; readonly node: string };

/** Shows any value as the last expression of a cell would be. */
export declare function show(value: unknown): Promise<void>;

/** Clears the output of the running cell; with `wait` only when new output comes. */
export declare function clearOutput(options?: { readonly wait?: boolean }): void;

/** Asks the user for a line of text and waits for it. */
export declare function input(prompt?: string, options?: { readonly password?: boolean }): string;

export declare const comms: Comms;

export interface Comms {
  /** Calls `opened` for every comm that a front end opens under that name. */
  registerTarget(name: string, opened: (comm: Comm, message: CommMessage) => void | Promise<void>): void;
  unregisterTarget(name: string): void;
  open(target: string, data?: unknown, options?: CommOptions): Comm;
  get(id: string): Comm | undefined;
}

export interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: unknown, options?: CommOptions): void;
  close(data?: unknown): void;
  onMessage(listener: (message: CommMessage) => void | Promise<void>): void;
  onClose(listener: (message: CommMessage) => void | Promise<void>): void;
}

export interface CommOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly buffers?: readonly Uint8Array[];
}

export interface CommMessage {
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}
