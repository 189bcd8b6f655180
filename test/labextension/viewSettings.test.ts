import { describe, expect, it } from "vitest";
import schema from "../../labextension/schema/plugin.json" with { type: "json" };
import { ViewSettings } from "../../labextension/src/viewSettings.ts";

describe("ViewSettings", () => {
  it("begins with the defaults of the schema", () => {
    const { direction, runsKept } = schema.properties;
    expect(new ViewSettings().now).toEqual({ direction: direction.default, runsKept: runsKept.default });
  });

  it("takes what it knows and falls back for the rest", () => {
    const settings = new ViewSettings();
    settings.set({ direction: "TB", runsKept: 5 });
    expect(settings.now).toEqual({ direction: "TB", runsKept: 5 });
    settings.set({ direction: "up", runsKept: -1 });
    expect(settings.now).toEqual({ direction: "auto", runsKept: 200 });
  });
});
