import { memoryResults } from "../../src/results/memory.ts";
import { promised } from "../contract/promised.ts";
import { resultStoreContract } from "../contract/resultStore.ts";

resultStoreContract("memory", memoryResults);
resultStoreContract("memory, by promise", () => promised(memoryResults()));
