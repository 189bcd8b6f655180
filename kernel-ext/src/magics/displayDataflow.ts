// What does `--display` show? The dataflow of the module as a graph, for browsers with and without the extension.
import type { LoadedModule } from "../engine/engine.ts";
import type { Bench } from "./magic.ts";

export async function displayDataflow({ name, namespace }: LoadedModule, bench: Bench): Promise<void> {
  const [{ describeDataflow }, { DATAFLOW_MIME }, { drawDataflow, writeDataflow }] = await Promise.all([
    bench.engine(),
    import("cellar/protocol"),
    import("cellar/view"),
  ]);
  const record = describeDataflow(namespace, name);
  const data = { [DATAFLOW_MIME]: record, "image/svg+xml": drawDataflow(record), "text/plain": writeDataflow(record) };
  bench.output.publish({ kind: "display_data", content: { data, metadata: {}, transient: {} } });
}
