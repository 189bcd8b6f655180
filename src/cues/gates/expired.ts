// Is the stored result older than it may be?
import type { Gate } from "../subject.ts";

export const expired: Gate = ({ entry, ttlMs, now }) => {
  if (entry === undefined || ttlMs === undefined) return undefined;
  const ageMs = now - entry.storedAt;
  // A clock that went back says nothing of the age: it executes rather than serve what may be old.
  if (ageMs >= 0 && ageMs < ttlMs) return undefined;
  const told = ageMs < 0 ? "bears a later time than now" : `is ${seconds(ageMs)} old, and may be ${seconds(ttlMs)}`;
  return { cue: "expired", field: "ttl", text: `the stored result of run ${entry.runId} ${told}` };
};

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}
