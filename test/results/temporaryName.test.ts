import { expect, test } from "vitest";
import { ownerOfName, temporaryName } from "../../src/results/temporaryName.ts";

const owner = { host: "my ~host/ä%", boot: "0f3c-11/pid:[4026531836]", pid: 12, pidStarted: 345 };

test("a temporary name tells who writes, and is never given twice", () => {
  const [first, second] = [temporaryName(owner), temporaryName(owner)];
  expect(first).not.toBe(second);
  expect(first).not.toMatch(/[/\\:*?"<>|]/);
  expect([first, second].map(ownerOfName)).toEqual([owner, owner]);
  expect(ownerOfName(temporaryName({ ...owner, boot: "" }))).toEqual({ ...owner, boot: "" });
});

test("names that are not temporary have no writer", () => {
  for (const name of ["ab", "0".repeat(64), "writing~", "writing~host~boot~1~2", "writing~host~boot~x~2~3"]) {
    expect(ownerOfName(name)).toBeUndefined();
  }
  expect(ownerOfName("writing~%zz~%ff~1~2~3")).toMatchObject({ host: "%zz", boot: "%ff" });
});
