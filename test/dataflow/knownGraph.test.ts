import { describe, expect, it } from "vitest";
import { knownGraph } from "../../src/dataflow/knownGraph.ts";
import { type ModuleInstance, moduleOf } from "../../src/dataflow/module.ts";
import { moduleFromText } from "../../src/index.ts";

const moduleNamed = (name: string, text: string): ModuleInstance =>
  moduleOf(moduleFromText(text, { name, folder: import.meta.dirname }))!;

const chosen = moduleNamed(
  "chosen",
  `import { when } from "cellar";
export const price = when({ region: "north" }, (n: number) => n);
export function total(price: number) { return price; }`,
);
const other = moduleNamed("other", "export function last(total: number) { return total; }");
const graphOf = (
  modules: readonly ModuleInstance[],
  {
    config = {},
    all = modules,
    allowModuleOverrides = false,
  }: { config?: object; all?: readonly ModuleInstance[]; allowModuleOverrides?: boolean } = {},
) => knownGraph(modules, all, { allowModuleOverrides, config: { ...config } });

describe("a dataflow that was tied before", () => {
  it("is the same graph for the same modules and the same choice", () => {
    const graph = graphOf([chosen, other], { config: { region: "north" } });
    expect(graphOf([chosen, other], { config: { region: "north" } }) === graph).toBe(true);
  });

  it.each([
    ["other modules", [chosen], {}],
    ["modules in another order", [other, chosen], {}],
    ["another config", [chosen, other], { config: { region: "south" } }],
    ["the same values under other names", [chosen, other], { config: { area: "north" } }],
    [
      "a part that was loaded anew",
      [chosen, other],
      { all: [chosen, other, moduleNamed("part", "export const f = () => 1;")] },
    ],
    ["overrides of modules", [chosen, other], { allowModuleOverrides: true }],
  ])("is tied anew for %s", (_, modules, options) => {
    const standard = { config: { region: "north" } };
    const graph = graphOf([chosen, other], standard);
    const next = graphOf(modules, { ...standard, ...options });
    expect(next === graph).toBe(false);
    const kindOf = (name: string) => next.nodes[next.indexOf.get(name) ?? -1]?.kind;
    expect(kindOf("price")).toBe("config" in options ? "input" : "node");
  });
});
