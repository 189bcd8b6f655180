// How does the user want graphs and history to be?
import { type ISignal, Signal } from "@lumino/signaling";

export interface Settings {
  /** `auto`: whichever direction shows the graph larger. */
  readonly direction: "auto" | "LR" | "TB";
  readonly runsKept: number;
}

export class ViewSettings {
  readonly #changed = new Signal<this, void>(this);
  #now: Settings = { direction: "auto", runsKept: 200 };

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get now(): Settings {
    return this.#now;
  }

  /** @param composite - Settings as the registry has them, of unknown shape. */
  set(composite: Readonly<Record<string, unknown>>): void {
    const { direction, runsKept } = composite;
    this.#now = {
      direction: direction === "LR" || direction === "TB" ? direction : "auto",
      runsKept: typeof runsKept === "number" && runsKept >= 0 ? Math.floor(runsKept) : 200,
    };
    this.#changed.emit();
  }
}
