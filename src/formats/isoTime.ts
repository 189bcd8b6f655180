// How does a date or time read in ISO 8601, to the last digit of its unit?
import type { ColumnType } from "./columnType.ts";

type Time = NonNullable<ColumnType["time"]>;

const DAY = 86_400n;

/** Days since 0000-03-01 → year, month, day, for any year, also negative ones. */
function civil(days: bigint): readonly [year: bigint, month: bigint, day: bigint] {
  const z = days + 719_468n;
  const era = floorDiv(z, 146_097n);
  const ofEra = z - era * 146_097n;
  const year = (ofEra - ofEra / 1460n + ofEra / 36_524n - ofEra / 146_096n) / 365n;
  const ofYear = ofEra - (365n * year + year / 4n - year / 100n);
  const shifted = (5n * ofYear + 2n) / 153n;
  const day = ofYear - (153n * shifted + 2n) / 5n + 1n;
  const month = shifted < 10n ? shifted + 3n : shifted - 9n;
  return [year + era * 400n + (month <= 2n ? 1n : 0n), month, day];
}

/**
 * @see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `days_from_civil` and its inverse above
 */
function daysOf(year: bigint, month: bigint, day: bigint): bigint {
  const y = month <= 2n ? year - 1n : year;
  const era = floorDiv(y, 400n);
  const ofEra = y - era * 400n;
  const ofYear = (153n * (month > 2n ? month - 3n : month + 9n) + 2n) / 5n + day - 1n;
  return era * 146_097n + ofEra * 365n + ofEra / 4n - ofEra / 100n + ofYear - 719_468n;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

const pad = (n: bigint, width: number): string => String(n).padStart(width, "0");

/** @param units of `time`, since the epoch or midnight; of a date without a time: days */
export function isoOf(units: bigint, { what, perSecond, zoned }: Time): string {
  if (perSecond === 0n) return dateText(units);
  const perDay = DAY * perSecond;
  const days = what === "time" ? 0n : floorDiv(units, perDay);
  const rest = units - days * perDay;
  if (what === "time") return clockText(units, perSecond);
  return `${dateText(days)}T${clockText(rest, perSecond)}${zoned ? "Z" : ""}`;
}

function dateText(days: bigint): string {
  const [year, month, day] = civil(days);
  const sign = year < 0n ? "-" : year > 9999n ? "+" : "";
  return `${sign}${pad(year < 0n ? -year : year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function clockText(units: bigint, perSecond: bigint): string {
  const seconds = units / perSecond;
  const clock = `${pad(seconds / 3600n, 2)}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}`;
  const digits = String(perSecond).length - 1;
  return digits === 0 ? clock : `${clock}.${pad(units % perSecond, digits)}`;
}

/** Undefined for a text that `isoOf` does not write. */
export function unitsOf(text: string, time: Time): bigint | undefined {
  const found = /^(?:([+-]?\d{4,})-(\d\d)-(\d\d))?(?:T?(\d\d+):(\d\d):(\d\d)(?:\.(\d+))?Z?)?$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hours = "0", minutes = "0", seconds = "0", fraction = "0"] = found;
  const days = year === undefined ? 0n : daysOf(BigInt(year.replace("+", "")), BigInt(month!), BigInt(day!));
  if (time.perSecond === 0n) return isoOf(days, time) === text ? days : undefined;
  const clock = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const units = (days * DAY + clock) * time.perSecond + (time.perSecond === 1n ? 0n : BigInt(fraction));
  return isoOf(units, time) === text ? units : undefined;
}
