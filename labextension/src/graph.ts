// What does a picture look like in the browser? Boxes and edges, drawn by d3, reached by mouse and keyboard.
import type { TranslationBundle } from "@jupyterlab/translation";
import { type ISignal, Signal } from "@lumino/signaling";
import { STATUS_WORDS } from "cellar/protocol";
import { type Box, type Layout, type Picture, type PictureBox, routePath } from "cellar/view";
import { type BaseType, type Selection, select } from "d3";
import { element } from "./element.ts";
import { boxByKey } from "./graphKeys.ts";
import { placeWhole, SMALLEST } from "./graphPlace.ts";
import { type GraphZoom, graphZoom, type Zoomed } from "./graphZoom.ts";

export interface Scene {
  readonly picture: Picture;
  readonly layout: Layout;
  /** What a screen reader says of the whole graph. */
  readonly label: string;
  /** What it says of a box. */
  readonly describe: (box: PictureBox) => string;
  /** Indices of the boxes to begin with where the graph is too large to be read as a whole. */
  readonly first: readonly number[];
}

export interface GraphOptions {
  /** Largest height in px; 0 where the graph fills the room it is given. */
  readonly mostHeight: number;
  readonly centred: boolean;
}

interface Drawn {
  readonly box: PictureBox;
  readonly place: Box;
  readonly index: number;
  readonly id: string;
}

export class Graph {
  readonly node: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #zoom: GraphZoom;
  readonly #options: GraphOptions;
  readonly #selected = new Signal<this, string | undefined>(this);
  readonly #resized: ResizeObserver;
  #scene: Scene | undefined;
  #focus = 0;
  #selection: string | undefined;

  constructor(trans: TranslationBundle, options: GraphOptions) {
    this.#options = options;
    this.#svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.#svg.setAttribute("class", "cellar-Graph-svg");
    select(this.#svg)
      .append("g")
      .selectAll("g")
      .data(["edges", "boxes"])
      .join("g")
      .attr("class", (name) => `cellar-Graph-${name}`);
    this.#zoom = graphZoom(
      this.#svg,
      () => this.#zoomed(),
      (isPlain) => this.node.classList.toggle("cellar-mod-scaled", !isPlain),
    );
    this.node = element("div", { class: "cellar-Graph" }, this.#svg, this.#tools(trans));
    this.#svg.addEventListener("keydown", (event) => this.#onKey(event));
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(this.node);
  }

  /** Emitted when the user selects a box, with its key, or none. */
  get selected(): ISignal<this, string | undefined> {
    return this.#selected;
  }

  show(scene: Scene, selection: string | undefined): void {
    const shapeOf = ({ layout }: Scene): string => `${layout.direction} ${layout.width} ${layout.height}`;
    const isNew = this.#scene === undefined || shapeOf(this.#scene) !== shapeOf(scene);
    this.#scene = scene;
    this.#selection = selection;
    if (this.#focus >= scene.picture.boxes.length) this.#focus = 0;
    this.#svg.setAttribute("role", "group");
    this.#svg.setAttribute("aria-label", scene.label);
    this.#drawEdges(scene);
    this.#drawBoxes(scene);
    if (!isNew) return;
    this.#resize();
    this.#zoom.begin();
  }

  /** Gives the keyboard to a box. */
  focus(key: string | undefined): void {
    const index = this.#scene?.picture.boxes.findIndex((box) => box.key === key) ?? -1;
    this.#focusBox(index < 0 ? this.#focus : index);
  }

  dispose(): void {
    this.#resized.disconnect();
    Signal.clearData(this);
  }

  #drawEdges({ layout, picture }: Scene): void {
    select(this.#svg)
      .select(".cellar-Graph-edges")
      .selectAll<SVGPathElement, unknown>("path")
      .data(layout.routes)
      .join("path")
      .attr("d", (route) => routePath(route, layout.direction))
      // An edge is emphasised where a change went along it.
      .classed("cellar-mod-hot", ({ from, to }) => isHot(picture.boxes[from]) && isHot(picture.boxes[to]));
  }

  #drawBoxes(scene: Scene): void {
    const boxes = select(this.#svg)
      .select(".cellar-Graph-boxes")
      .selectAll<SVGGElement, Drawn>("g.cellar-Box")
      .data(pair(scene), ({ id }) => id)
      .join((enter) => this.#enter(enter.append("g")));
    boxes
      .attr(
        "class",
        ({ box }) =>
          `cellar-Box cellar-mod-${box.isAccepted === true ? "accepted" : box.kind} cellar-status-${box.status ?? "none"}`,
      )
      .attr("transform", ({ place }) => `translate(${place.x},${place.y})`)
      .attr("data-node", ({ box }) => box.key)
      .attr("data-status", ({ box }) => (box.status === undefined ? null : STATUS_WORDS[box.status].word))
      .attr("tabindex", ({ index }) => (index === this.#focus ? 0 : -1))
      .attr("aria-pressed", ({ box }) => String(box.key === this.#selection))
      .attr("aria-label", ({ box }) => scene.describe(box));
    boxes
      .selectAll<SVGRectElement, unknown>("rect")
      .data(({ box, place }) => (box.kind === "stub" ? [4, 2, 0] : [0]).map((shift) => ({ shift, box, place })))
      .join("rect")
      .attr("x", ({ shift }) => shift)
      .attr("y", ({ shift }) => -shift)
      .attr("width", ({ place }) => place.width)
      .attr("height", ({ place }) => place.height)
      .attr("rx", ({ box, place }) => (box.kind === "input" ? place.height / 2 : 6));
    const left = ({ box }: Drawn): number => (box.kind === "input" ? 16 : 12);
    const text = (drawnBox: Drawn): number => left(drawnBox) + (drawnBox.box.status === undefined ? 0 : 18);
    boxes
      .select(".cellar-Box-sign")
      .attr("x", left)
      .attr("y", 27)
      .text(({ box }) => (box.status === undefined ? "" : STATUS_WORDS[box.status].sign));
    boxes
      .select(".cellar-Box-name")
      .attr("x", text)
      .attr("y", 19)
      .text(({ box }) => box.label);
    boxes
      .select(".cellar-Box-sub")
      .attr("x", text)
      .attr("y", 34)
      .text(({ box }) => box.sub);
    boxes.select("title").text(({ box }) => scene.describe(box));
    // Text lies over the rectangles, which `join` may have added last.
    boxes.selectAll("text").raise();
  }

  #enter(boxes: Selection<SVGGElement, Drawn, BaseType, unknown>): Selection<SVGGElement, Drawn, BaseType, unknown> {
    boxes.append("title");
    boxes.append("text").attr("class", "cellar-Box-sign").attr("aria-hidden", "true");
    boxes.append("text").attr("class", "cellar-Box-name");
    boxes.append("text").attr("class", "cellar-Box-sub");
    return boxes
      .attr("role", "button")
      .on("click", (_, { box, index }) => {
        this.#moveFocus(index);
        this.#toggle(box.key);
      })
      .on("focus", (_, { index }) => this.#moveFocus(index));
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#scene === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = boxByKey(this.#scene.layout, this.#focus, event.key);
    if (to !== undefined) {
      this.#zoom.reveal(...this.#middleOf(to));
      this.#focusBox(to);
    } else if (event.key === "Enter" || event.key === " ") this.#toggle(this.#scene.picture.boxes[this.#focus]?.key);
    else if (event.key === "Escape") this.#select(undefined);
    else if (event.key === "0") this.#zoom.showWhole();
    else if (event.key === "+" || event.key === "-")
      this.#zoom.scale(event.key === "+" ? 1.25 : 0.8, this.#middleOf(this.#focus));
    else return;
    event.preventDefault();
    // Else the notebook would take the key for a command.
    event.stopPropagation();
  }

  #moveFocus(index: number): void {
    this.#focus = index;
    select(this.#svg)
      .selectAll<SVGGElement, Drawn>("g.cellar-Box")
      .attr("tabindex", (drawn) => (drawn.index === index ? 0 : -1));
  }

  #focusBox(to: number): void {
    this.#moveFocus(to);
    select(this.#svg)
      .selectAll<SVGGElement, Drawn>("g.cellar-Box")
      .filter(({ index }) => index === to)
      .node()
      ?.focus({ preventScroll: true });
  }

  #middleOf(index: number): [number, number] {
    const { x, y, width, height } = this.#scene?.layout.boxes[index] ?? { x: 0, y: 0, width: 0, height: 0 };
    return [x + width / 2, y + height / 2];
  }

  #toggle(key: string | undefined): void {
    this.#select(key === this.#selection ? undefined : key);
  }

  #select(key: string | undefined): void {
    this.#selection = key;
    select(this.#svg)
      .selectAll<SVGGElement, Drawn>("g.cellar-Box")
      .attr("aria-pressed", ({ box }) => String(box.key === key));
    this.#selected.emit(key);
  }

  #tools(trans: TranslationBundle): HTMLElement {
    const tools: [string, string, () => void][] = [
      ["−", trans.__("Zoom out"), () => this.#zoom.scale(0.8)],
      ["+", trans.__("Zoom in"), () => this.#zoom.scale(1.25)],
      ["⤢", trans.__("Show the whole graph"), () => this.#zoom.showWhole()],
    ];
    const buttons = tools.map(([sign, label, act]) => {
      const button = element(
        "button",
        { class: "cellar-Graph-tool", type: "button", title: label, "aria-label": label },
        sign,
      );
      button.addEventListener("click", act);
      return button;
    });
    return element("div", { class: "cellar-Graph-tools" }, ...buttons);
  }

  #zoomed(): Zoomed | undefined {
    if (this.#scene === undefined) return undefined;
    const { layout, first } = this.#scene;
    return { graph: layout, centred: this.#options.centred, first: first.map((index) => layout.boxes[index]!) };
  }

  /** The frame is as high as the graph needs at the width it has. */
  #resize(): void {
    if (this.#scene === undefined) return;
    const { mostHeight, centred } = this.#options;
    const graph = this.#scene.layout;
    const { clientWidth } = this.node;
    if (mostHeight > 0 && clientWidth > 0) {
      const { k } = placeWhole({ graph, frame: { width: clientWidth, height: mostHeight }, centred });
      this.#svg.style.height = `${Math.min(mostHeight, Math.ceil(graph.height * Math.max(SMALLEST, k)))}px`;
    }
    this.#zoom.refit();
    // A detail that opens takes room from the graph; the box it tells of stays in sight.
    const selected = this.#scene.picture.boxes.findIndex((box) => box.key === this.#selection);
    if (selected >= 0 && this.#svg.clientHeight > 0) this.#zoom.reveal(...this.#middleOf(selected));
  }
}

/** Whether a box tells of a change. */
export function isHot(box: PictureBox | undefined): boolean {
  return box?.status === "x" || box?.status === "u" || box?.status === "f" || box?.status === "r";
}

/** Pairs boxes with their places; a hostile record may give two boxes one key, so that each also gets a name of its own. */
function pair({ picture, layout }: Scene): Drawn[] {
  const seen = new Map<string, number>();
  return picture.boxes.map((box, index) => {
    const times = seen.get(box.key) ?? 0;
    seen.set(box.key, times + 1);
    return { box, index, place: layout.boxes[index]!, id: `${box.kind} ${times} ${box.key}` };
  });
}
