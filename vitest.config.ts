import { defineConfig } from "vitest/config";

const slow = [
  "test/register/**/*.test.ts",
  "test/hostile/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/kernel-ext/**/*.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
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
