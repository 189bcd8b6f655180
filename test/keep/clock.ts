// What time is it in a test? The real clock, put forward or back.
import { afterEach, vi } from "vitest";

/** Registers a hook: after each test the clock goes right. */
export function shiftedClock() {
  const real = Date.now;
  let shift = 0;
  afterEach(() => {
    shift = 0;
    vi.restoreAllMocks();
  });
  return {
    /** ms forward; negative ones go back. */
    pass(ms: number): void {
      shift += ms;
      vi.spyOn(Date, "now").mockImplementation(() => real() + shift);
    },
  };
}
