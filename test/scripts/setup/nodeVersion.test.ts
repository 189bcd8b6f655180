import fs from "node:fs";
import { expect, test } from "vitest";
import { checkNodeVersion, satisfiesEngines } from "../../../scripts/setup/nodeVersion.mjs";

const packageJson = new URL("../../../package.json", import.meta.url);
const engines: string = JSON.parse(fs.readFileSync(packageJson, "utf8")).engines.node;

test.each(["20.19.0", "20.20.2", "22.12.0", "22.20.1", "24.0.0", "26.1.0"])("Node %s runs the project", (version) => {
  expect(satisfiesEngines(version, engines)).toBe(true);
});

test.each(["18.20.0", "20.18.3", "21.7.3", "22.11.0"])("Node %s does not, and the remedy says so", (version) => {
  expect(() => checkNodeVersion(version, engines)).toThrow(
    expect.objectContaining({
      message: `Node ${version} cannot run this project; it needs ${engines}.`,
      remedy: expect.stringContaining("nvm install 22"),
    }),
  );
});
