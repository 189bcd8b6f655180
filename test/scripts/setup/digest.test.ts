import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { digestInputs } from "../../../scripts/setup/digest.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

function folderWith(files: Record<string, string>): string {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return root;
}

const digest = (files: Record<string, string>) => digestInputs({ root: folderWith(files), paths: ["src"] });

test("the same files have the same digest wherever the project lies", () => {
  expect(digest({ "src/a.ts": "1", "src/b/c.ts": "2" })).toBe(digest({ "src/b/c.ts": "2", "src/a.ts": "1" }));
});

test("an edit, a new name, a new file and a moved boundary each change the digest", () => {
  const digests = [
    digest({ "src/a.ts": "12", "src/b.ts": "3" }),
    digest({ "src/a.ts": "1", "src/b.ts": "23" }),
    digest({ "src/a.ts": "12", "src/c.ts": "3" }),
    digest({ "src/a.ts": "12", "src/b.ts": "3", "src/d.ts": "" }),
    digest({}),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test("what is built or installed does not count as a source", () => {
  const sources = { "src/a.ts": "1" };
  expect(digest({ ...sources, "src/lib/a.js": "x", "src/node_modules/p/i.js": "x" })).toBe(digest(sources));
});
