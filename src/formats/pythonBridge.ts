// How does a Python with pyarrow do what no package for Node can?
import { spawn } from "node:child_process";
import { cellarError } from "../errors.ts";

/** Arrow's file format on both sides of the pipe; the first argument says which way. */
const SCRIPT = `
import sys
import pyarrow as pa
from pyarrow import orc
data = sys.stdin.buffer.read()
out = pa.BufferOutputStream()
if sys.argv[1] == "write":
    orc.write_table(pa.ipc.open_file(pa.BufferReader(data)).read_all(), out)
else:
    table = orc.ORCFile(pa.BufferReader(data)).read()
    with pa.ipc.new_file(out, table.schema) as file:
        file.write_table(table.combine_chunks())
sys.stdout.buffer.write(out.getvalue())
`;

/**
 * @param way `write` makes ORC of Arrow's bytes, `read` the reverse
 * @throws `missing-package` where no Python is configured or it has no pyarrow; Error with what Python said
 */
export async function orcByPython(way: "write" | "read", bytes: Uint8Array): Promise<Uint8Array> {
  const python = process.env["CELLAR_PYTHON"];
  if (python === undefined || python === "") {
    throw cellarError(
      "missing-package",
      'Node has no writer for orc. Set CELLAR_PYTHON to a Python that has pyarrow, or use format "parquet".',
    );
  }
  const { code, out, said } = await run(python, way, bytes);
  if (code === 0) return out;
  const last = said.trim().split("\n").at(-1) ?? "";
  if (/No module named '?pyarrow/.test(last)) {
    throw cellarError(
      "missing-package",
      `The Python at CELLAR_PYTHON (${python}) has no pyarrow. Install it with \`${python} -m pip install pyarrow\`, or use format "parquet".`,
    );
  }
  throw new Error(last === "" ? `Python ended with ${code}` : last);
}

function run(
  python: string,
  way: string,
  bytes: Uint8Array,
): Promise<{ code: number | null; out: Buffer; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ["-c", SCRIPT, way], { stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => out.push(piece));
    child.stderr.on("data", (piece: Buffer) => said.push(piece));
    child.on("error", (cause) =>
      reject(
        cellarError(
          "missing-package",
          `CELLAR_PYTHON (${python}) can't be run: ${cause.message}. Set it to a Python that has pyarrow.`,
          {
            cause,
          },
        ),
      ),
    );
    child.on("close", (code) => resolve({ code, out: Buffer.concat(out), said: Buffer.concat(said).toString("utf8") }));
    child.stdin.on("error", () => {}); // it ended before it had read all: its exit code says why
    child.stdin.end(bytes);
  });
}
