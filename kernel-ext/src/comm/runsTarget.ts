// How do runs reach the panel in the browser, while they happen and afterwards? The comm target `cellar.runs`.
import type { HistoryRecord, RunEndEvent, RunEvent, RunRecord } from "cellar/protocol";
import type { Comm, Comms } from "../display/tslab.ts";
import type { Engine, RunMessage } from "../engine/engine.ts";

/** At most 20 messages a second, however fast the nodes of a run are. */
const GATHER_MS = 50;
/** Runs whose records are at hand for a browser that missed events. */
const KEPT_RUNS = 50;

type Event = RunEvent | RunEndEvent;

export function registerRunsTarget(comms: Comms, target: string, engine: () => Promise<Engine>): void {
  const open = new Set<Comm>();
  const records = new Map<string, RunRecord>();
  let gathered: Event[] = [];
  let timer: NodeJS.Timeout | undefined;

  comms.registerTarget(target, (comm, message) => {
    open.add(comm);
    comm.onClose(() => void open.delete(comm));
    comm.onMessage(({ data }) => answer(comm, data));
    return answer(comm, message.data);
  });
  void engine().then(({ onRun }) => onRun(tell));

  async function answer(comm: Comm, data: unknown): Promise<void> {
    const ask = data as { readonly type?: string; readonly run?: string } | null;
    if (ask?.type === "hello" || ask?.type === "ask-history")
      comm.send({ type: "history", history: await historyOf(engine) });
    if (ask?.type === "ask-run" && ask.run !== undefined) await sendRun(comm, ask.run);
  }

  async function sendRun(comm: Comm, run: string): Promise<void> {
    const record = records.get(run) ?? runOf(await historyOf(engine), run);
    if (record) comm.send({ type: "run", record });
  }

  function tell(message: RunMessage): void {
    if (message.type === "event") {
      gathered.push(message.event);
      timer ??= setTimeout(sendGathered, GATHER_MS);
      return;
    }
    sendGathered(); // an event must not come after the record that holds it
    if (message.type === "run") keep(message.record);
    send({ type: message.type, record: message.record });
  }

  function sendGathered(): void {
    clearTimeout(timer);
    timer = undefined;
    const events = gathered;
    gathered = [];
    if (events.length > 0) send({ type: "events", events });
  }

  function send(data: unknown): void {
    for (const comm of open) comm.send(data);
  }

  function keep(record: RunRecord): void {
    records.set(record.run, record);
    const oldest = records.keys().next().value;
    if (records.size > KEPT_RUNS && oldest !== undefined) records.delete(oldest);
  }
}

/** A broken store must not break the panel: then there are no earlier runs. */
async function historyOf(engine: () => Promise<Engine>): Promise<HistoryRecord> {
  try {
    return await (await engine()).notebookHistory();
  } catch {
    return { v: 1, type: "history", scope: "notebook", graphs: [], runs: [], more: 0 };
  }
}

function runOf({ graphs, runs }: HistoryRecord, name: string): RunRecord | undefined {
  const body = runs.find(({ run }) => run === name);
  const graph = graphs.find(({ id }) => id === body?.graph);
  return body && graph && { ...body, graph };
}
