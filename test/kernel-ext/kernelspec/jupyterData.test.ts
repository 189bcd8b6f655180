import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { prefixData, userData } from "../../../kernel-ext/src/kernelspec/jupyterData.ts";

it("follows Jupyter's own rules for the user's data folder", () => {
  expect(userData({}, "linux")).toBe(path.join(os.homedir(), ".local/share/jupyter"));
  expect(userData({ XDG_DATA_HOME: "/x" }, "linux")).toBe("/x/jupyter");
  expect(userData({}, "darwin")).toBe(path.join(os.homedir(), "Library/Jupyter"));
  expect(userData({ JUPYTER_DATA_DIR: "/j", XDG_DATA_HOME: "/x" }, "linux")).toBe("/j");
});

it("an environment has its own", () => {
  expect(prefixData("/env")).toBe("/env/share/jupyter");
});
