// What does the side panel show? The runs of the active notebook.
import type { INotebookTracker } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { element } from "./element.ts";
import type { NotebookRuns } from "./notebookRuns.ts";
import type { RunsOf } from "./openNotebooks.ts";
import { type RunSource, RunsModel } from "./runsModel.ts";
import { RunView } from "./runView.ts";
import { Slider } from "./slider.ts";
import type { ViewSettings } from "./viewSettings.ts";

export interface PanelOptions {
  readonly tracker: INotebookTracker;
  readonly runsOf: RunsOf;
  readonly settings: ViewSettings;
  readonly trans: TranslationBundle;
}

export class RunsPanel extends Widget {
  readonly #options: PanelOptions;
  readonly #badge = element("span", { class: "cellar-Badge", role: "status" });
  readonly #notebookName = element("span", { class: "cellar-RunsPanel-notebook" });
  readonly #empty = element("div", { class: "cellar-RunsPanel-empty" });
  readonly #body = element("div", { class: "cellar-RunsPanel-body" });
  #runs: NotebookRuns | undefined;
  #parts: { readonly slider: Slider; readonly view: RunView } | undefined;
  #frame = 0;

  constructor(options: PanelOptions) {
    super();
    this.#options = options;
    const { trans, tracker } = options;
    this.addClass("cellar-RunsPanel");
    this.node.tabIndex = -1;
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", trans.__("Runs"));
    this.node.append(
      element(
        "div",
        { class: "cellar-RunsPanel-head" },
        element("h2", {}, trans.__("Runs")),
        this.#notebookName,
        this.#badge,
      ),
      this.#empty,
      this.#body,
    );
    tracker.currentChanged.connect(this.#follow, this);
    this.#follow();
  }

  /** The runs of the active notebook. */
  get runs(): NotebookRuns | undefined {
    return this.#runs;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    cancelAnimationFrame(this.#frame);
    this.#options.tracker.currentChanged.disconnect(this.#follow, this);
    this.#parts?.view.dispose();
    super.dispose();
  }

  protected override onAfterShow(_: Message): void {
    this.#update();
  }

  /** Whoever asks for the panel goes on by keyboard: with the slider, or the graph where there is only one run. */
  protected override onActivateRequest(_: Message): void {
    this.#update();
    if (this.#parts === undefined || this.#body.hidden) this.node.focus();
    else if (!this.#parts.slider.focus()) this.#parts.view.focus();
  }

  #follow(): void {
    const { tracker, runsOf, settings, trans } = this.#options;
    const runs = runsOf(tracker.currentWidget);
    if (runs === this.#runs && runs !== undefined) return;
    if (this.#runs?.isDisposed === false) this.#runs.model.changed.disconnect(this.#request, this);
    this.#parts?.view.dispose();
    this.#runs = runs;
    const model = runs?.model ?? new RunsModel();
    const slider = new Slider(model, trans);
    const view = new RunView({ model, settings, trans, place: "panel" });
    this.#parts = { slider, view };
    this.#body.replaceChildren(slider.node, view.node);
    model.changed.connect(this.#request, this);
    this.#update();
  }

  /** Many events of a live run become one drawing. */
  #request(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#update();
    });
  }

  #update(): void {
    const { trans } = this.#options;
    const model = this.#runs?.model;
    const isEmpty = model === undefined || model.runs.length === 0;
    this.#body.hidden = isEmpty;
    this.#empty.hidden = !isEmpty;
    this.#empty.textContent =
      this.#runs === undefined
        ? trans.__("Open a notebook to see its runs.")
        : trans.__("No runs yet. Execute a dataflow in this notebook, and its runs appear here.");
    this.#notebookName.textContent = this.#runs?.path.split("/").at(-1) ?? "";
    this.#showBadge(model?.source);
    if (isEmpty || this.#parts === undefined) return;
    this.#parts.slider.update();
    this.#parts.view.update();
  }

  #showBadge(source: RunSource | undefined): void {
    const { trans } = this.#options;
    const words: Record<RunSource, string> = {
      live: trans.__("live"),
      "from this browser": trans.__("from this browser"),
      "from the notebook": trans.__("from the notebook"),
    };
    this.#badge.hidden = source === undefined;
    // Screen readers hear a text anew only if it changes.
    const text = source === undefined ? "" : words[source];
    if (this.#badge.textContent !== text) this.#badge.textContent = text;
    this.#badge.dataset.source = source ?? "";
  }
}
