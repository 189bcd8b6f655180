// How is one run shown? Title, counts and warnings, the graph, and the detail of the selected node beside or below it.
import type { TranslationBundle } from "@jupyterlab/translation";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import {
  causesOf,
  type Direction,
  type Layout,
  type Picture,
  type PictureBox,
  pictureOfRun,
  writeSummary,
} from "cellar/view";
import { baseOf } from "./baseOf.ts";
import { renderCounts } from "./counts.ts";
import { renderDetail } from "./detail.ts";
import { chooseDirection } from "./direction.ts";
import { element } from "./element.ts";
import { renderFolded } from "./foldedDetail.ts";
import { Graph, isHot } from "./graph.ts";
import { longText } from "./longText.ts";
import type { RunsModel } from "./runsModel.ts";
import { renderTitle } from "./runTitle.ts";
import { unionLayout } from "./unionLayout.ts";
import type { ViewSettings } from "./viewSettings.ts";

/** Of a graph in an output, in px. */
const MOST_HEIGHT = 680;

/** Room for the detail beside a graph, in px. */
const DETAIL_WIDTH = 340;

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
  #layout: Layout | undefined;

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
      this.#arrange();
    });
    this.#resized.observe(this.node);
    this.#detail.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#close();
      // Else the notebook would take the key for a command.
      event.stopPropagation();
    });
  }

  update(): void {
    const { model, trans } = this.#options;
    const run = model.current;
    this.node.hidden = run === undefined;
    if (run === undefined) return;
    this.#picture = pictureOfRun(run);
    this.#direction = this.#choose() ?? "LR";
    this.#head.replaceChildren(
      renderTitle(run, trans, this.#options.place),
      ...renderWarnings(run, trans),
      renderCounts(run, trans),
    );
    this.#layout = this.#layOut(this.#picture, run, model.runs, this.#direction);
    this.#arrange();
    this.#graph.show(
      {
        picture: this.#picture,
        layout: this.#layout,
        label: `${trans.__("Run %1", run.n)}: ${writeSummary(run)}`,
        describe: (box) => describe(run, box),
        first: firstBoxes(run, this.#picture),
      },
      model.node,
    );
    this.#showDetail(run);
  }

  /** Gives the keyboard to the graph. */
  focus(): void {
    this.#graph.focus(this.#options.model.node);
  }

  dispose(): void {
    this.#options.settings.changed.disconnect(this.update, this);
    this.#resized.disconnect();
    this.#graph.dispose();
  }

  #showDetail(run: RunRecord): void {
    const { model, trans } = this.#options;
    const select = (name: string): void => model.selectNode(name);
    const close = (): void => this.#close();
    const node = run.graph.names.indexOf(model.node ?? "");
    const stub = this.#picture?.boxes.find((box) => box.kind === "stub" && box.key === model.node);
    const detail =
      node >= 0
        ? [renderDetail(run, node, { trans, select, close, base: baseOf(run, model) })]
        : stub !== undefined
          ? [renderFolded(run, stub, { trans, select, close })]
          : [];
    this.#detail.hidden = detail.length === 0;
    // What says the same stays, so that focus, selection and a screen reader are left in peace while a run goes on.
    if (this.#detail.firstChild?.textContent === detail[0]?.textContent) return;
    const hadFocus = this.#detail.contains(document.activeElement);
    this.#detail.replaceChildren(...detail);
    if (hadFocus) detail[0]?.focus();
  }

  /** Closes the detail; the keyboard goes back to the box that it told of. */
  #close(): void {
    const { model } = this.#options;
    const { node } = model;
    model.selectNode(undefined);
    this.#graph.focus(node);
  }

  /** `auto` is the direction in which the graph is shown larger; undefined while the room is not known. */
  #choose(): Direction | undefined {
    const { model, settings, place } = this.#options;
    const { direction } = settings.now;
    const run = model.current;
    const picture = this.#picture;
    if (direction !== "auto") return direction;
    const { clientWidth, clientHeight } = this.node;
    if (run === undefined || clientWidth === 0 || picture === undefined) return undefined;
    return chooseDirection(
      (candidate) => this.#layOut(picture, run, model.runs, candidate),
      // The whole height, as a graph that turned when a detail opens below it would be a surprise.
      { width: clientWidth, height: place === "panel" ? clientHeight : MOST_HEIGHT },
      place === "panel" ? "TB" : "LR",
    );
  }

  /** In a wide output the detail stands beside the graph, if that leaves the graph as it is. */
  #arrange(): void {
    if (this.#options.place === "panel" || this.#layout === undefined) return;
    const isBeside = this.node.clientWidth >= this.#layout.width + DETAIL_WIDTH;
    this.node.classList.toggle("cellar-mod-beside", isBeside);
    this.node.style.setProperty("--cellar-graph-width", `${this.#layout.width}px`);
  }
}

function renderWarnings(run: RunRecord, trans: TranslationBundle): HTMLElement[] {
  return (run.warnings ?? []).map((warning) =>
    element("div", { class: "cellar-Warning", role: "note" }, "⚠ ", ...longText(warning, trans)),
  );
}

/** Where a graph too large to be read as a whole begins: at what changed, else at what was asked for. */
function firstBoxes(run: RunRecord, { boxes }: Picture): number[] {
  const indices = boxes.map((_, index) => index);
  const changed = indices.filter((index) => isHot(boxes[index]));
  if (changed.length > 0) return changed;
  const asked = new Set(run.asked);
  return indices.filter((index) => boxes[index]!.nodes.some((node) => asked.has(node)));
}

/** A box in words, for a screen reader and as a tooltip: its name, its status, why. */
function describe(run: RunRecord, box: PictureBox): string {
  const [node] = box.nodes;
  if (box.kind === "stub" || node === undefined) return `${box.label}, ${box.sub}`;
  const causes = causesOf(run, node).map((cause) => cause.text);
  const { word } = STATUS_WORDS[run.status[node] as StatusLetter];
  return [run.graph.names[node], box.sub || word, ...causes].join(", ").slice(0, 500);
}
