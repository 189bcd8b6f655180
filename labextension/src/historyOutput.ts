// How is a history shown as the output of a cell? A slider over its runs, the graph, and each node's versions.
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { asHistoryRecord, HISTORY_MIME, isProblem, runsOf } from "cellar/protocol";
import { element } from "./element.ts";
import { keepKeys } from "./keepKeys.ts";
import { RunsModel } from "./runsModel.ts";
import { RunView } from "./runView.ts";
import { Slider } from "./slider.ts";
import { renderVersions } from "./versions.ts";
import type { ViewSettings } from "./viewSettings.ts";

export class HistoryOutput extends Widget implements IRenderMime.IRenderer {
  readonly #trans: TranslationBundle;
  readonly #model = new RunsModel();
  readonly #slider: Slider;
  readonly #view: RunView;
  readonly #versions: HTMLElement;

  constructor(settings: ViewSettings, trans: TranslationBundle) {
    super();
    this.#trans = trans;
    this.addClass("cellar-Output");
    this.#slider = new Slider(this.#model, trans);
    this.#view = new RunView({ model: this.#model, settings, trans, place: "output" });
    // Scrolled by keyboard, too.
    this.#versions = element("div", {
      class: "cellar-Output-versions",
      role: "region",
      tabindex: 0,
      "aria-label": trans.__("Versions"),
    });
    keepKeys(this.#versions);
    this.#model.changed.connect(() => this.#update());
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const history = asHistoryRecord(model.data[HISTORY_MIME]);
    if (isProblem(history)) {
      this.node.replaceChildren(history.problem);
      return;
    }
    if (history.runs.length === 0) {
      this.node.replaceChildren(this.#trans.__("No runs yet"));
      return;
    }
    const more =
      history.more > 0 &&
      element("p", { class: "cellar-mod-quiet" }, this.#trans.__("%1 older runs are in the store", history.more));
    this.node.replaceChildren(this.#slider.node, this.#view.node, this.#versions, ...(more === false ? [] : [more]));
    this.#model.add(runsOf(history), "from the notebook");
  }

  override dispose(): void {
    this.#view.dispose();
    super.dispose();
  }

  #update(): void {
    const { current, runs } = this.#model;
    this.#slider.update();
    this.#view.update();
    if (current !== undefined) this.#versions.replaceChildren(...renderVersions(current, runs, this.#trans));
  }
}
