// The clock is read once: operations are taken to be idempotent.

export function current_datetime(): Date {
  return new Date();
}
