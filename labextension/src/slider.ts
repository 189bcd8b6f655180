// Which of the runs is looked at? A slider over them, with a bar per run and buttons for the next and the one before.
import type { TranslationBundle } from "@jupyterlab/translation";
import { barsOf, writeSummary } from "cellar/view";
import { element } from "./element.ts";
import { keepKeys } from "./keepKeys.ts";
import type { RunsModel } from "./runsModel.ts";

export class Slider {
  readonly node: HTMLElement;
  readonly #model: RunsModel;
  readonly #trans: TranslationBundle;
  readonly #strip = element("div", { class: "cellar-Strip", "aria-hidden": "true" });
  readonly #range: HTMLInputElement;
  readonly #before: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #place = element("span", { class: "cellar-Slider-place" });

  constructor(model: RunsModel, trans: TranslationBundle) {
    this.#model = model;
    this.#trans = trans;
    this.#range = element("input", { type: "range", min: 0, step: 1, "aria-label": trans.__("Run") });
    this.#before = element(
      "button",
      {
        class: "cellar-Slider-step",
        type: "button",
        title: trans.__("Previous run"),
        "aria-label": trans.__("Previous run"),
      },
      "‹",
    );
    this.#next = element(
      "button",
      { class: "cellar-Slider-step", type: "button", title: trans.__("Next run"), "aria-label": trans.__("Next run") },
      "›",
    );
    this.node = element(
      "div",
      { class: "cellar-Slider" },
      this.#before,
      element("div", { class: "cellar-Slider-track" }, this.#strip, this.#range),
      this.#next,
      this.#place,
    );
    this.#range.addEventListener("input", () => model.go(this.#range.valueAsNumber));
    // The notebook takes arrow keys for its own, unless they end here.
    keepKeys(this.#range);
    this.#before.addEventListener("click", () => model.step(-1));
    this.#next.addEventListener("click", () => model.step(1));
    // A click between two bars takes the nearer one.
    this.#strip.addEventListener("click", ({ clientX }) => {
      const { left, width } = this.#strip.getBoundingClientRect();
      if (width > 0) model.go(Math.round(((clientX - left) / width) * (model.runs.length - 1)));
    });
  }

  /** Gives the keyboard to the slider. Returns false where there is nothing to slide. */
  focus(): boolean {
    if (this.#range.disabled) return false;
    this.#range.focus();
    return true;
  }

  update(): void {
    const { runs, position, current } = this.#model;
    const last = runs.length - 1;
    this.node.hidden = runs.length === 0;
    this.#range.max = String(Math.max(0, last));
    this.#range.value = String(Math.max(0, position));
    this.#range.disabled = last < 1;
    this.#before.disabled = position <= 0;
    this.#next.disabled = position >= last;
    if (current === undefined) return;
    this.#range.setAttribute("aria-valuetext", `${this.#trans.__("Run %1", current.n)}: ${writeSummary(current)}`);
    this.#place.textContent = this.#trans.__("%1 of %2 runs", position + 1, runs.length);
    // Room for the widest place, so that the slider keeps its length: two numbers, and the words between and behind them.
    this.#place.style.minWidth = `${2 * String(runs.length).length + 6.5}ch`;
    this.#drawStrip();
  }

  #drawStrip(): void {
    const { runs, position } = this.#model;
    const last = Math.max(1, runs.length - 1);
    const bars = barsOf(runs).map(({ parts }, i) => {
      const bar = element("span", {
        class: i === position ? "cellar-Bar cellar-mod-current" : "cellar-Bar",
      });
      // A bar stands over the place of the slider's thumb.
      bar.style.setProperty("--at", String(i / last));
      bar.append(
        ...[...parts].reverse().map(({ status, share }) => {
          const part = element("span", { class: `cellar-status-${status}` });
          part.style.height = `${Math.round(share * 1000) / 10}%`;
          return part;
        }),
      );
      return bar;
    });
    this.#strip.style.setProperty("--runs", String(runs.length));
    this.#strip.replaceChildren(...bars);
  }
}
