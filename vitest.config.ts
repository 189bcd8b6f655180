import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What is tested is the source, also where a module of a test imports the engine by its name. */
const alias = [{ find: /^cellar$/, replacement: fileURLToPath(new URL("src/index.ts", import.meta.url)) }];

const slow = [
  "test/register/**/*.test.ts",
  "test/hostile/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/kernel-ext/**/*.test.ts",
  // It needs the Python environment, which the fast tests do without.
  "test/formats/orcBridge.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: slow,
          testTimeout: 60_000,
          pool: "forks",
        },
      },
      {
        test: {
          name: "slow",
          include: slow,
          pool: "forks",
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
