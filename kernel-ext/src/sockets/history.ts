// Which code was run before? Answers history requests: the newest, a range, or what matches a pattern.
import type { Content } from "../threads/messages.ts";

export interface HistoryEntry {
  readonly session: number;
  readonly line: number;
  readonly code: string;
  output?: string;
}

export interface HistoryRequest {
  readonly hist_access_type: "tail" | "range" | "search";
  readonly output?: boolean;
  readonly n?: number | null;
  readonly session?: number | null;
  readonly start?: number | null;
  readonly stop?: number | null;
  readonly pattern?: string;
  readonly unique?: boolean;
}

/** Content of a `history_reply`, entries oldest first. */
export function answerHistory(entries: readonly HistoryEntry[], request: HistoryRequest): Content {
  const history = choose(entries, request).map(({ session, line, code, output }) =>
    request.output ? [session, line, [code, output ?? null]] : [session, line, code],
  );
  return { status: "ok", history };
}

function choose(entries: readonly HistoryEntry[], request: HistoryRequest): readonly HistoryEntry[] {
  switch (request.hist_access_type) {
    case "range": {
      const { start, stop } = request;
      // Session 0 is "this one".
      const session = request.session || entries[0]?.session;
      return entries.filter(
        (entry) => entry.session === session && entry.line >= (start ?? 0) && (stop == null || entry.line < stop),
      );
    }
    case "search": {
      const pattern = globPattern(request.pattern ?? "*");
      const found = entries.filter((entry) => pattern.test(entry.code));
      const kept = request.unique ? newestOfEach(found) : found;
      return request.n == null ? kept : kept.slice(-request.n);
    }
    default:
      return entries.slice(-(request.n ?? 10));
  }
}

function newestOfEach(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const byCode = new Map<string, HistoryEntry>();
  for (const entry of entries) {
    byCode.delete(entry.code);
    byCode.set(entry.code, entry);
  }
  return [...byCode.values()];
}

/** `*` = any text, `?` = any character. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[\\s\\S]*")
    .replace(/\?/g, "[\\s\\S]");
  return new RegExp(`^${source}$`);
}
