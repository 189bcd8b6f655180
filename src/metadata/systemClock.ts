// What time is it, and how much of it has passed?
import { performance } from "node:perf_hooks";
import type { Clock } from "../contracts.ts";

export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };
