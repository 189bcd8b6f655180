// What do the two threads say to each other? The sockets live in a worker, user code on the main thread.

/** A Jupyter error as it stands in `error` messages and error replies. */
export interface JupyterError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export type Content = Readonly<Record<string, unknown>>;

/** Requests that only the main thread can answer; everything else is answered beside the sockets. */
export type MainRequestKind = "execute_request" | "complete_request" | "inspect_request" | "is_complete_request";

export type CommKind = "comm_open" | "comm_msg" | "comm_close";

/** From the sockets to the main thread. `id` numbers requests and comm messages; outputs name it as their `parent`. */
export type ToMain =
  | {
      readonly type: "request";
      readonly id: number;
      readonly kind: MainRequestKind;
      readonly content: Content;
      readonly metadata: Content;
      readonly count: number;
      readonly silent: boolean;
    }
  | {
      readonly type: "comm";
      readonly id: number;
      readonly kind: CommKind;
      readonly content: Content;
      readonly metadata: Content;
      readonly buffers: readonly Uint8Array[];
    }
  /** Stop the request `id` (0 = none); `terminated` where V8 was told to unwind whatever was running. Numbers never go back. */
  | { readonly type: "interrupt"; readonly number: number; readonly id: number; readonly terminated: boolean }
  | { readonly type: "shutdown" };

/** From the main thread to the sockets. A `parent` of 0 is nobody. */
export type ToSockets =
  | { readonly type: "stream"; readonly name: StreamName; readonly text: string; readonly parent: number }
  | ({ readonly type: "publish"; readonly parent: number } & Publication)
  | { readonly type: "reply"; readonly id: number; readonly content: Content; readonly output?: string }
  | { readonly type: "commDone"; readonly id: number }
  | { readonly type: "input"; readonly prompt: string; readonly password: boolean }
  | { readonly type: "closed" };

export type StreamName = "stdout" | "stderr";

export interface Publication {
  readonly kind: string;
  readonly content: Content;
  readonly metadata?: Content;
  readonly buffers?: readonly Uint8Array[];
}
