import { describe, expect, it } from "vitest";
import { isOwn } from "../../labextension/src/keepKeys.ts";

const press = (key: string, part = {}) =>
  isOwn({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...part });

describe("isOwn", () => {
  it("is true of keys that move a thumb", () => {
    for (const key of ["ArrowLeft", "ArrowUp", "Home", "End", "PageUp", "PageDown"]) expect(press(key)).toBe(true);
  });

  it("is false of shortcuts and of all other keys", () => {
    expect(press("ArrowLeft", { altKey: true })).toBe(false);
    expect(press("Home", { ctrlKey: true })).toBe(false);
    for (const key of [",", ".", "Escape", "Tab", "s"]) expect(press(key)).toBe(false);
    expect(press(",", { altKey: true })).toBe(false);
  });
});
