// The public face of the protocol: records, events, guards.
export { applyEvent, applyEvents } from "./applyEvent.ts";
export { asRunEvent } from "./asRunEvent.ts";
export { countStatus, NO_COUNTS } from "./countStatus.ts";
export { endWait } from "./endWait.ts";
export { asDataflowRecord, asHistoryRecord, asRunRecord, isProblem, type Problem } from "./guards.ts";
export { hasGap } from "./hasGap.ts";
export type { HistoryRecord } from "./historyRecord.ts";
export type { PlanDetail, PlannedItems, PlanRecord, PlanWord } from "./planRecord.ts";
export type { RunEndEvent, RunEvent } from "./runEvent.ts";
export * from "./runRecord.ts";
export { runsOf } from "./runsOf.ts";
export { STATUS_WORDS, type StatusWord } from "./words.ts";
