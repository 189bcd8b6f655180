// How do runs come from the kernel? One comm per notebook, opened anew after a restart.
import type { ISessionContext } from "@jupyterlab/apputils";
import type { Kernel } from "@jupyterlab/services";
import type { JSONObject } from "@lumino/coreutils";
import type { IDisposable } from "@lumino/disposable";
import { type ISignal, Signal } from "@lumino/signaling";
import { COMM_TARGET } from "cellar/protocol";

/** `closed` also where the kernel knows no Cellar. */
export type LinkState = "closed" | "opening" | "open";

export class KernelLink implements IDisposable {
  readonly #session: ISessionContext;
  readonly #isWanted: () => boolean;
  readonly #message = new Signal<this, unknown>(this);
  readonly #stateChanged = new Signal<this, LinkState>(this);
  #comm: Kernel.IComm | undefined;
  #state: LinkState = "closed";
  #refused = false;
  #isDisposed = false;

  /** @param isWanted - Whether this kernel may know Cellar; others are left in peace, as they would log an error. */
  constructor(session: ISessionContext, isWanted: () => boolean) {
    this.#session = session;
    this.#isWanted = isWanted;
    session.kernelChanged.connect(this.#onKernel, this);
    session.statusChanged.connect(this.#onStatus, this);
    void session.ready.then(() => this.#open());
  }

  /** The data of each message, of unknown shape. */
  get message(): ISignal<this, unknown> {
    return this.#message;
  }

  get stateChanged(): ISignal<this, LinkState> {
    return this.#stateChanged;
  }

  get state(): LinkState {
    return this.#state;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  send(data: JSONObject): void {
    if (this.#comm !== undefined && !this.#comm.isDisposed) this.#comm.send(data);
  }

  /** Tries again, also where the kernel has refused before. */
  retry(): void {
    this.#refused = false;
    if (this.#comm === undefined) void this.#open();
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#session.kernelChanged.disconnect(this.#onKernel, this);
    this.#session.statusChanged.disconnect(this.#onStatus, this);
    const comm = this.#comm;
    this.#comm = undefined;
    if (comm !== undefined && !comm.isDisposed) comm.close();
    Signal.clearData(this);
  }

  #onKernel(): void {
    this.#drop();
    this.#refused = false;
    void this.#open();
  }

  #onStatus(_: ISessionContext, status: Kernel.Status): void {
    if (status === "restarting" || status === "autorestarting" || status === "terminating" || status === "dead") {
      this.#drop();
      this.#refused = false;
    } else if (status === "idle" && this.#comm === undefined && !this.#refused) void this.#open();
  }

  async #open(): Promise<void> {
    const kernel = this.#session.session?.kernel;
    if (this.#isDisposed || this.#comm !== undefined || !kernel?.handleComms || !this.#isWanted()) return;
    const comm = kernel.createComm(COMM_TARGET);
    this.#comm = comm;
    this.#become("opening");
    comm.onMsg = ({ content }) => {
      this.#become("open");
      this.#message.emit(content.data);
    };
    comm.onClose = () => {
      if (this.#comm !== comm) return;
      this.#refused = true;
      this.#comm = undefined;
      this.#become("closed");
    };
    try {
      await comm.open({ type: "hello", v: 1 }).done;
    } catch {
      // The kernel was stopped before it answered: `statusChanged` tells when the next one is there.
      if (this.#comm === comm) this.#drop();
    }
  }

  #drop(): void {
    const comm = this.#comm;
    this.#comm = undefined;
    if (comm !== undefined && !comm.isDisposed) comm.dispose();
    this.#become("closed");
  }

  #become(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.emit(state);
  }
}
