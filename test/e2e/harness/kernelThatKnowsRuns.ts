// Which kernel answers `cellar.runs` without an engine behind it? An IPython that pushes records from files beside the notebook.
import type { LabOptions } from "./startLab.ts";

/** Name of the kernel spec. */
export const RUNS_KERNEL = "knows-runs";

/**
 * The kernel registers the comm target at its start and answers with `history.json`. A cell pushes what a test has written:
 * `push("start.json")`; `wait("go")` holds the cell until that file is there; `asked` lists what the browser has asked for.
 */
export function kernelThatKnowsRuns(): Pick<LabOptions, "kernels" | "ipythonStartup"> {
  return {
    kernels: {
      [RUNS_KERNEL]: {
        argv: ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name: "Knows runs",
        language: "typescript",
      },
    },
    ipythonStartup: { "00-runs.py": STARTUP },
  };
}

const STARTUP = `
import json, os, time
from comm import get_comm_manager

comms, asked = [], []

def read(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)

def push(name):
    data = read(name)
    for comm in comms:
        comm.send(data)

def wait(name):
    while not os.path.exists(name):
        time.sleep(0.02)

def answer(comm, data):
    asked.append(data)
    if data["type"] in ("hello", "ask-history") and os.path.exists("history.json"):
        comm.send({"type": "history", "history": read("history.json")})
    if data["type"] == "ask-run":
        comm.send({"type": "run", "record": read(data["run"] + ".json")})

def opened(comm, message):
    comms.append(comm)
    comm.on_msg(lambda message: answer(comm, message["content"]["data"]))
    answer(comm, message["content"]["data"])

get_comm_manager().register_target("cellar.runs", opened)
`;
