import { expect, test } from "vitest";
import { readStartArguments } from "../../../scripts/start/arguments.mjs";

test("without options the first lesson is opened and JupyterLab gets nothing else", () => {
  expect(readStartArguments([])).toEqual({
    help: false,
    port: undefined,
    ip: undefined,
    opensLesson: true,
    passed: [],
  });
});

test("--no-browser and whatever we do not know goes to JupyterLab, in its order", () => {
  const { passed } = readStartArguments(["--no-browser", "--LabApp.collaborative=True", "--debug"]);
  expect(passed).toEqual(["--no-browser", "--LabApp.collaborative=True", "--debug"]);
});

test.each([[["--port", "9000"]], [["--port=9000"]], [["--ServerApp.port=9000"]]])("%j asks for port 9000", (args) => {
  expect(readStartArguments(args)).toMatchObject({ port: 9000, passed: [] });
});

test.each([[["--port"]], [["--port="]], [["--port", "many"]], [["--port", "70000"]], [["--port", "80.5"]]])(
  "%j is refused with an example",
  (args) => {
    expect(() => readStartArguments(args)).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining("--port 8889") }),
    );
  },
);

test("a port that npm has cut off from its option is refused with the right spelling", () => {
  expect(() => readStartArguments(["9000"])).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining("npm start -- --port 9000") }),
  );
});

test("a number that belongs to an option of JupyterLab is passed on", () => {
  expect(readStartArguments(["--ServerApp.shutdown_no_activity_timeout", "60"]).passed).toContain("60");
});

test.each([["mine.ipynb"], ["--notebook-dir=/elsewhere"], ["--ServerApp.root_dir=/elsewhere"]])(
  "%s replaces the first lesson",
  (arg) => {
    expect(readStartArguments([arg])).toMatchObject({ opensLesson: false, passed: [arg] });
  },
);

test("an address to serve on is kept for the search of a port and passed on", () => {
  expect(readStartArguments(["--ip", "0.0.0.0"])).toMatchObject({ ip: "0.0.0.0", passed: ["--ip=0.0.0.0"] });
});
