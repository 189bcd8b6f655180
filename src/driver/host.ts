// Who runs the engine, and where does it show things? A notebook kernel says so once; a script says nothing.
import { speakAs } from "../run/replay/listening.ts";

/** MIME types to data, as Jupyter's display messages carry them. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Host {
  readonly origin: "notebook" | "script" | "cli" | "rest";
  /** Folder in which the default `.cellar/` lies and to which `notebook` is relative. */
  readonly root: string;
  /** Path of the notebook or script, relative to `root`, `/`-separated; undefined where it is not known. */
  readonly notebook: string | undefined;
  /** The cell that runs now; its signal is aborted when the user stops it, and with it the runs that began in it. */
  cell(): { readonly id?: string; readonly count?: number; readonly signal?: AbortSignal } | undefined;
  /**
   * Shows a bundle beside the running cell; a script prints its text.
   *
   * @param metadata of what is shown again, with its mark: then the bundle is shown as it is
   */
  display(bundle: MimeBundle, metadata?: Readonly<Record<string, unknown>>): void;
  /** Prints a line of a run's log. */
  log(line: string): void;
}

const script: Host = {
  origin: "script",
  get root() {
    return process.cwd();
  },
  notebook: undefined,
  cell: () => undefined,
  display: (bundle) => {
    process.stdout.write(`${String(bundle["text/plain"] ?? "")}\n`);
  },
  log: (line) => {
    speakAs([], () => process.stdout.write(`${line}\n`));
  },
};

let current: Host = script;

/** Tells the engine who runs it; a kernel calls this once at its start. */
export function setHost(host: Host): void {
  current = host;
}

export function theHost(): Host {
  return current;
}
