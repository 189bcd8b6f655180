// How is one run shown? Title, counts and warnings, the graph, and the detail of the selected node beside or below it.
import type { TranslationBundle } from "@jupyterlab/translation";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { causesOf, type Direction, type Picture, type PictureBox, pictureOfRun, writeSummary } from "cellar/view";
import { renderCounts } from "./counts.ts";
import { renderDetail } from "./detail.ts";
import { element } from "./element.ts";
import { renderFolded } from "./foldedDetail.ts";
import { Graph } from "./graph.ts";
import type { RunsModel } from "./runsModel.ts";
import { renderTitle } from "./runTitle.ts";
import { unionLayout } from "./unionLayout.ts";
import type { ViewSettings } from "./viewSettings.ts";

/** Of a graph in an output, in px. */
const MOST_HEIGHT = 680;

export interface RunViewOptions {
  readonly model: RunsModel;
  readonly settings: ViewSettings;
  readonly trans: TranslationBundle;
  /** In a side panel the graph fills the height that is left and runs down; in an output it is as high as it needs. */
  readonly place: "panel" | "output";
}

export class RunView {
  readonly node: HTMLElement;
  readonly #options: RunViewOptions;
  readonly #graph: Graph;
  readonly #head = element("div", { class: "cellar-RunView-head" });
  readonly #detail = element("div", { class: "cellar-RunView-detail", "aria-live": "polite" });
  readonly #resized: ResizeObserver;
  readonly #layOut = unionLayout();
  #direction: Direction | undefined;
  #picture: Picture | undefined;

  constructor(options: RunViewOptions) {
    this.#options = options;
    const { model, trans, place, settings } = options;
    this.#graph = new Graph(
      trans,
      place === "panel" ? { mostHeight: 0, centred: true } : { mostHeight: MOST_HEIGHT, centred: false },
    );
    this.node = element(
      "div",
      { class: `cellar-RunView cellar-mod-${place}` },
      this.#head,
      element("div", { class: "cellar-RunView-body" }, this.#graph.node, this.#detail),
    );
    this.#graph.selected.connect((_, key) => model.selectNode(key));
    settings.changed.connect(this.update, this);
    // A width that was not known, or has changed much, may call for the other direction.
    this.#resized = new ResizeObserver(() => {
      if (this.#choose() !== this.#direction) this.update();
    });
    this.#resized.observe(this.node);
  }

  update(): void {
    const { model, trans } = this.#options;
    const run = model.current;
    this.node.hidden = run === undefined;
    if (run === undefined) return;
    this.#picture = pictureOfRun(run);
    this.#direction = this.#choose() ?? "LR";
    this.#head.replaceChildren(renderTitle(run, trans), renderCounts(run, trans), ...renderWarnings(run));
    this.#graph.show(
      {
        picture: this.#picture,
        layout: this.#layOut(this.#picture, run, model.runs, this.#direction),
        label: `${trans.__("Run %1", run.n)}: ${writeSummary(run)}`,
        describe: (box) => describe(run, box),
      },
      model.node,
    );
    this.#showDetail(run);
  }

  dispose(): void {
    this.#options.settings.changed.disconnect(this.update, this);
    this.#resized.disconnect();
    this.#graph.dispose();
  }

  #showDetail(run: RunRecord): void {
    const { model, trans } = this.#options;
    const select = (name: string | undefined): void => model.selectNode(name);
    const node = run.graph.names.indexOf(model.node ?? "");
    const stub = this.#picture?.boxes.find((box) => box.kind === "stub" && box.key === model.node);
    const detail =
      node >= 0
        ? [renderDetail(run, node, { trans, select, base: this.#baseOf(run) })]
        : stub !== undefined
          ? [renderFolded(run, stub, trans, select)]
          : [];
    this.#detail.hidden = detail.length === 0;
    // What says the same stays, so that focus, selection and a screen reader are left in peace while a run goes on.
    if (this.#detail.firstChild?.textContent !== detail[0]?.textContent) this.#detail.replaceChildren(...detail);
  }

  /** The run that the record was compared with; where it is not at hand, the one before of the same dataflow. */
  #baseOf(run: RunRecord): RunRecord | undefined {
    const { model } = this.#options;
    const earlier = model.runs.slice(0, model.position).filter((other) => other.dataflow.id === run.dataflow.id);
    return run.base === undefined ? earlier.at(-1) : model.find(run.base);
  }

  /** `auto` is the direction in which the graph is shown larger; undefined while the width is not known. */
  #choose(): Direction | undefined {
    const { model, settings, place } = this.#options;
    const { direction } = settings.now;
    const run = model.current;
    if (direction !== "auto") return direction;
    if (place === "panel") return "TB";
    const { clientWidth } = this.node;
    if (run === undefined || clientWidth === 0 || this.#picture === undefined) return undefined;
    const scale = (candidate: Direction): number => {
      const { width, height } = this.#layOut(this.#picture!, run, model.runs, candidate);
      return Math.min(1, clientWidth / width, MOST_HEIGHT / height);
    };
    return scale("LR") >= 0.75 || scale("LR") >= scale("TB") ? "LR" : "TB";
  }
}

function renderWarnings(run: RunRecord): HTMLElement[] {
  return (run.warnings ?? []).map((warning) => element("p", { class: "cellar-Warning", role: "note" }, `⚠ ${warning}`));
}

/** A box in words, for a screen reader and as a tooltip: its name, its status, why. */
function describe(run: RunRecord, box: PictureBox): string {
  const [node] = box.nodes;
  if (box.kind === "stub" || node === undefined) return `${box.label}, ${box.sub}`;
  const causes = causesOf(run, node).map((cause) => cause.text);
  const { word } = STATUS_WORDS[run.status[node] as StatusLetter];
  return [run.graph.names[node], box.sub || word, ...causes].join(", ").slice(0, 500);
}
