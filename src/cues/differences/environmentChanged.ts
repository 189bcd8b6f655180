// Does it run in other surroundings?
import type { CueRecord } from "../../protocol/index.ts";
import type { Difference } from "../subject.ts";

export const environmentChanged: Difference = ({ before, now }) => {
  if (before?.environment === undefined || now.environment === undefined) return [];
  const names = new Set([...Object.keys(before.environment), ...Object.keys(now.environment)]);
  return [...names].sort().flatMap((name): CueRecord[] => {
    const was = before.environment?.[name];
    const is = now.environment?.[name];
    if (was === is) return [];
    return [
      {
        cue: "environment changed",
        field: `environment/${name}`,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
        text: `environment: ${name} ${was ?? "not counted"} → ${is ?? "not counted"}`,
      },
    ];
  });
};
