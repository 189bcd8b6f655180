// How is a dataflow shown that has not run?
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { asDataflowRecord, DATAFLOW_MIME, isProblem } from "cellar/protocol";
import { layoutPicture, pictureOfDataflow, shorten } from "cellar/view";
import { element } from "./element.ts";
import { Graph } from "./graph.ts";
import type { ViewSettings } from "./viewSettings.ts";

export class DataflowOutput extends Widget implements IRenderMime.IRenderer {
  readonly #settings: ViewSettings;
  readonly #trans: TranslationBundle;
  readonly #graph: Graph;

  constructor(settings: ViewSettings, trans: TranslationBundle) {
    super();
    this.addClass("cellar-Output");
    this.#settings = settings;
    this.#trans = trans;
    this.#graph = new Graph(trans, { mostHeight: 560, centred: false });
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const record = asDataflowRecord(model.data[DATAFLOW_MIME]);
    if (isProblem(record)) {
      this.node.replaceChildren(record.problem);
      return;
    }
    const picture = pictureOfDataflow(record);
    const { direction } = this.#settings.now;
    const title = element("span", { class: "cellar-Title-run" }, shorten(record.label, 80));
    const inputs = [...record.graph.kinds].filter((kind) => kind === "i").length;
    const nodes = this.#trans._n("1 node", "%1 nodes", record.graph.kinds.length - inputs);
    const size = inputs === 0 ? nodes : `${nodes}, ${this.#trans._n("1 input", "%1 inputs", inputs)}`;
    this.node.replaceChildren(
      element("div", { class: "cellar-Title" }, title, element("span", {}, size)),
      this.#graph.node,
    );
    this.#graph.show(
      {
        picture,
        layout: layoutPicture(picture, direction === "auto" ? "LR" : direction),
        label: `${shorten(record.label, 80)}: ${size}`,
        describe: (box) => `${box.key.slice(0, 500)}, ${box.sub}`,
        first: [],
      },
      undefined,
    );
  }

  override dispose(): void {
    this.#graph.dispose();
    super.dispose();
  }
}
