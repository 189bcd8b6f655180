// What does orc say where nothing can write it? The remedy.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isCellarError } from "../../src/errors.ts";
import { formatNamed } from "../../src/formats/formats.ts";
import { noClasses } from "../values/classes.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A program in place of a Python. */
function program(script: string): string {
  const file = path.join(folder, "python");
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

async function failure(work: "encode" | "decode"): Promise<Error> {
  const orc = formatNamed(work === "encode" ? "orc" : 'orc ["records",["float64"]]')!;
  const done = work === "encode" ? orc.encode([{ a: 1 }], noClasses) : orc.decode(Buffer.from("ORC"), noClasses);
  return Promise.resolve(done).then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
}

it.each(["encode", "decode"] as const)("without a Python: %s names CELLAR_PYTHON and another format", async (work) => {
  vi.stubEnv("CELLAR_PYTHON", "");
  const error = await failure(work);
  expect(isCellarError(error, "missing-package")).toBe(true);
  expect(error.message).toBe(
    'Node has no writer for orc. Set CELLAR_PYTHON to a Python that has pyarrow, or use format "parquet".',
  );
});

it.each(["encode", "decode"] as const)(
  "a Python without pyarrow: %s names the command that installs it",
  async (work) => {
    vi.stubEnv(
      "CELLAR_PYTHON",
      program(`cat >/dev/null; echo "ModuleNotFoundError: No module named 'pyarrow'" >&2; exit 1`),
    );
    const error = await failure(work);
    expect(isCellarError(error, "missing-package")).toBe(true);
    expect(error.message).toContain("-m pip install pyarrow`");
  },
);

it("a Python that is not there is named", async () => {
  vi.stubEnv("CELLAR_PYTHON", path.join(folder, "gone"));
  expect((await failure("encode")).message).toMatch(
    /CELLAR_PYTHON \(.*gone\) can't be run: .*ENOENT.*Set it to a Python that has pyarrow/,
  );
});

it("what Python says is told; a Python that ends without a word, or with nonsense, gives no value", async () => {
  vi.stubEnv("CELLAR_PYTHON", program("echo 'ArrowInvalid: no room' >&2; exit 3"));
  expect((await failure("encode")).message).toContain("refused by its writer (ArrowInvalid: no room)");
  expect((await failure("decode")).message).toContain("can't be read as orc: ArrowInvalid: no room");
  vi.stubEnv("CELLAR_PYTHON", program("exit 9"));
  expect((await failure("encode")).message).toContain("Python ended with 9");
  vi.stubEnv("CELLAR_PYTHON", program("cat >/dev/null; echo nonsense"));
  expect(isCellarError(await failure("encode"), "unstorable")).toBe(true);
  expect(isCellarError(await failure("decode"), "corrupt-result")).toBe(true);
});

it("what ORC does not have is refused by its column before Python is asked", async () => {
  vi.stubEnv("CELLAR_PYTHON", path.join(folder, "gone"));
  await expect(async () => formatNamed("orc")!.encode([{ a: [1] }], noClasses)).rejects.toThrow('column "a" is a list');
});
