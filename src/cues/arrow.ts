// How is a change told in a line? "Canada 0.73 → 0.71": what both begin with is said once.

/** @param before may be empty: something is new; `after` may be empty: it is gone */
export function arrow(before: string, after: string): string {
  const old = before.split(" ");
  const now = after.split(" ");
  let same = 0;
  while (same < now.length - 1 && same < old.length - 1 && old[same] === now[same]) same++;
  return `${before || "nothing"} → ${now.slice(same).join(" ") || "nothing"}`;
}
