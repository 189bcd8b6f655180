import { expect, it } from "vitest";
import { notebookName } from "../../../kernel-ext/src/engine/notebookHost.ts";

it.each([
  ["/home/ada/work/sales.ipynb", "sales.ipynb"],
  ["lessons/01-caching.ipynb", "01-caching.ipynb"],
  ["C:\\work\\sales.ipynb", "sales.ipynb"],
  ["work/console-1-9f8e", undefined],
  [undefined, undefined],
])("the session %s runs the notebook %s", (session, name) => {
  expect(notebookName(session)).toBe(name);
});
