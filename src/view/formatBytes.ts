// How is a size told to a person?

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/**
 * `120 B`, `20.5 kB`, `18.2 MB`: decimal units.
 *
 * @param bytes - Size in bytes.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes <= 0) return "0 B";
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit === 0 || amount >= 99.95 ? Math.round(amount) : Number(amount.toFixed(1))} ${UNITS[unit]}`;
}
