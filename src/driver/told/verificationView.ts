// What does a verification or an acceptance look like as a cell's last expression, or printed by a script?
import type { Acceptance } from "../../keep/accept.ts";
import type { Verification } from "../../keep/verify.ts";
import { shownAs } from "./inspect.ts";

/** With a text: "12 of 40 hits executed again: 1 differs", then a line per node. */
export function viewOfVerification(verification: Verification): Verification {
  return shownAs({ ...verification }, verificationText);
}

/** With a text: "`total` keeps the value of run 3: only a log line changed". */
export function viewOfAcceptance(acceptance: Acceptance): Acceptance {
  return shownAs(
    { ...acceptance },
    ({ node, run, note }) =>
      `\`${node}\` keeps the value of run ${run}${note === "" ? "" : `: ${note}`}. Call undo() to take it back.`,
  );
}

function verificationText({ hits, executed, different, unversioned, failed, unread, isStopped }: Verification): string {
  const found = [
    ...(different.length === 0 ? [] : [`${different.length} ${different.length === 1 ? "differs" : "differ"}`]),
    ...(unversioned.length === 0 ? [] : [`${unversioned.length} without a version`]),
    ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
  ];
  const verdict =
    found.length > 0 ? found.join(", ") : executed.length === 0 ? "nothing was compared" : "all as stored";
  const lines = [
    ...different.map(
      ({ node, run, stored, now, isAccepted }) =>
        `  ${node}: differs from run ${run}${isAccepted ? " (accepted)" : ""}: ${stored} → ${now}`,
    ),
    ...unversioned.map(({ node, reason }) => `  ${node}: cannot be compared: ${reason}`),
    ...failed.map(({ node, reason }) => `  ${node}: failed: ${reason}`),
    ...unread.map(({ node, reason }) => `  ${node}: not executed: ${reason}`),
  ];
  const stopped = isStopped ? " (stopped)" : "";
  return [
    `${executed.length} of ${hits} ${hits === 1 ? "hit" : "hits"} executed again${stopped}: ${verdict}`,
    ...lines,
  ].join("\n");
}
