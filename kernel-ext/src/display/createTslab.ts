// What stands behind `import … from "tslab"` in a cell? tslab's display API over this kernel's output.

import { requireTslab } from "../typescript/stock.ts";
import type { Input } from "./input.ts";
import { mimeBundle } from "./mimeBundle.ts";
import type { Output } from "./output.ts";
import type * as Tslab from "./tslab.ts";

export type TslabModule = typeof Tslab;

/** Loads TypeScript if it is not loaded yet. */
export function createTslab(output: Output, input: Input, comms: Tslab.Comms): TslabModule {
  // tslab's display writes through this variable of its server, which is not used here.
  const server = requireTslab("jupyter.js") as unknown as {
    lastWriteDisplayData: (data: DisplayData, isUpdate: boolean) => void;
  };
  server.lastWriteDisplayData = ({ data, transient }, isUpdate) => {
    const content = { data, metadata: {}, transient: transient.display_id === undefined ? {} : transient };
    output.publish({ kind: isUpdate ? "update_display_data" : "display_data", content });
  };
  const { display, newDisplay, versions } = requireTslab("public.js");
  return {
    display,
    newDisplay,
    versions,
    async show(value) {
      output.publish({ kind: "display_data", content: { data: await mimeBundle(value), metadata: {}, transient: {} } });
    },
    clearOutput(options = {}) {
      output.publish({ kind: "clear_output", content: { wait: options.wait === true } });
    },
    input: (prompt = "", options = {}) => input.ask(String(prompt), options.password === true),
    comms,
  };
}

interface DisplayData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}
