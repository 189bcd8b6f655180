import { expect, test } from "vitest";
import { memoryMetadata } from "../../src/metadata/memory.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { metadataStoreContract } from "../contract/metadataStore.ts";
import { testClock } from "../contract/rows.ts";

const open = () => memoryMetadata({ clock: testClock(), owner: ownOwner() });

metadataStoreContract("memory", open);

test("a store in memory says that it is one", () => {
  const store = open();
  expect(store.name).toBe("memory");
  store.close();
});
