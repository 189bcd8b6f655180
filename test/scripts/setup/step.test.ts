import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { digestInputs } from "../../../scripts/setup/digest.mjs";
import { doStep, isDone } from "../../../scripts/setup/step.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

const show = () => ({ note: () => {}, end: () => {} });

/** A step that copies a.txt to made.txt and counts how often it ran. */
function copyStep() {
  const root = temporaryFolder();
  const [source, made] = [path.join(root, "a.txt"), path.join(root, "made.txt")];
  fs.writeFileSync(source, "one");
  const step = {
    name: "copy",
    stamp: path.join(root, "stamps", "copy"),
    makes: [made],
    digest: () => digestInputs({ root, paths: ["a.txt"] }),
    runs: 0,
    run: async () => {
      step.runs += 1;
      fs.copyFileSync(source, made);
    },
  };
  return { step, source, made };
}

test("a step that is done is not done again", async () => {
  const { step } = copyStep();
  expect(await doStep(step, { show })).toBe("done");
  expect(await doStep(step, { show })).toBe("unchanged");
  expect(step.runs).toBe(1);
});

test("a step is done again when an input changed", async () => {
  const { step, source, made } = copyStep();
  await doStep(step, { show });
  fs.writeFileSync(source, "two");
  expect(isDone(step)).toBe(false);
  await doStep(step, { show });
  expect(fs.readFileSync(made, "utf8")).toBe("two");
});

test("a step is done again when somebody removed what it made", async () => {
  const { step, made } = copyStep();
  await doStep(step, { show });
  fs.rmSync(made);
  expect(await doStep(step, { show })).toBe("done");
  expect(fs.existsSync(made)).toBe(true);
});

test("a step is done again when what it made is there and does not run any more", async () => {
  const { step } = copyStep();
  await doStep(step, { show });
  expect(isDone({ ...step, stillRuns: () => true })).toBe(true);
  expect(await doStep({ ...step, stillRuns: () => false }, { show })).toBe("done");
});

test("a step that failed half-way is not taken for done, although it was done before", async () => {
  const { step, source } = copyStep();
  await doStep(step, { show });
  fs.writeFileSync(source, "two");
  const failing = { ...step, run: () => Promise.reject(new Error("the disk is full")) };
  await expect(doStep(failing, { show })).rejects.toThrow("the disk is full");
  fs.writeFileSync(source, "one");
  expect(isDone(step)).toBe(false);
});

test("what is edited while a step runs counts as changed the next time", async () => {
  const { step, source } = copyStep();
  const slow = { ...step, run: () => step.run().then(() => fs.writeFileSync(source, "two")) };
  await doStep(slow, { show });
  expect(isDone(step)).toBe(false);
});

test("work that was done by hand is found and not redone", async () => {
  const { step, made } = copyStep();
  fs.writeFileSync(made, "one");
  expect(await doStep({ ...step, isDoneByHand: async () => true }, { show })).toBe("found");
  expect(step.runs).toBe(0);
  expect(isDone(step)).toBe(true);
});

test("force does a step that is done", async () => {
  const { step } = copyStep();
  await doStep(step, { show });
  expect(await doStep(step, { force: true, show })).toBe("done");
});
