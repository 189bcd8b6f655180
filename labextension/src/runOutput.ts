// How is a run shown as the output of a cell?
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { asRunRecord, isProblem, RUN_MIME } from "cellar/protocol";
import { RunsModel } from "./runsModel.ts";
import { RunView } from "./runView.ts";
import type { ViewSettings } from "./viewSettings.ts";

export class RunOutput extends Widget implements IRenderMime.IRenderer {
  readonly #model = new RunsModel();
  readonly #view: RunView;

  constructor(settings: ViewSettings, trans: TranslationBundle) {
    super();
    this.addClass("cellar-Output");
    this.#view = new RunView({ model: this.#model, settings, trans, place: "output" });
    this.#model.changed.connect(() => this.#view.update());
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const record = asRunRecord(model.data[RUN_MIME]);
    if (isProblem(record)) {
      this.node.replaceChildren(record.problem);
      return;
    }
    this.node.replaceChildren(this.#view.node);
    this.#model.follow(record);
  }

  override dispose(): void {
    this.#view.dispose();
    super.dispose();
  }
}
