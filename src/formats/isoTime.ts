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

/** Seconds of the years 0 to 9999, whose texts the language makes itself, without the arithmetic below. */
const FIRST = Date.UTC(2000, 0, 1) / 1000 - 730_485 * 86_400;
const LAST = Date.UTC(10_000, 0, 1) / 1000 - 1;

/** @param units of `time`, since the epoch or midnight; of a date without a time: days */
export function isoOf(units: bigint, { what, perSecond, zoned }: Time): string {
  if (perSecond === 0n) return plainDay(Number(units)) ?? dateText(units);
  if (what === "time") return clockText(units, perSecond);
  const zone = zoned ? "Z" : "";
  const plain = plainTime(Number(units), Number(perSecond));
  if (plain !== undefined) return plain + zone;
  const seconds = perSecond === 1n ? units : floorDiv(units, perSecond);
  const near = Number(seconds);
  if (near >= FIRST && near <= LAST) {
    const text = new Date(near * 1000).toISOString().slice(0, 19);
    return perSecond === 1n ? text + zone : `${text}.${fraction(units - seconds * perSecond, perSecond)}${zone}`;
  }
  const days = floorDiv(seconds, DAY);
  return `${dateText(days)}T${clockText(units - days * DAY * perSecond, perSecond)}${zone}`;
}

/** As far as plain numbers are exact. */
function plainTime(units: number, perSecond: number): string | undefined {
  const seconds = Math.floor(units / perSecond);
  if (!Number.isSafeInteger(units) || seconds < FIRST || seconds > LAST) return undefined;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  const rest = String(units - seconds * perSecond);
  return perSecond === 1 ? text : `${text}.${rest.padStart(String(perSecond).length - 1, "0")}`;
}

function plainDay(days: number): string | undefined {
  const seconds = days * 86_400;
  return seconds >= FIRST && seconds <= LAST ? new Date(seconds * 1000).toISOString().slice(0, 10) : undefined;
}

const fraction = (rest: bigint, perSecond: bigint): string => pad(rest, String(perSecond).length - 1);

function dateText(days: bigint): string {
  const [year, month, day] = civil(days);
  const sign = year < 0n ? "-" : year > 9999n ? "+" : "";
  return `${sign}${pad(year < 0n ? -year : year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function clockText(units: bigint, perSecond: bigint): string {
  const seconds = units / perSecond;
  const clock = `${pad(seconds / 3600n, 2)}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}`;
  return perSecond === 1n ? clock : `${clock}.${fraction(units % perSecond, perSecond)}`;
}

/** Undefined for a text that `isoOf` does not write. */
export function unitsOf(text: string, time: Time): bigint | undefined {
  const units = nearUnits(text, time) ?? farUnits(text, time);
  return units !== undefined && isoOf(units, time) === text ? units : undefined;
}

/** By the language, where the text is of the years 0 to 9999. */
function nearUnits(text: string, { what, perSecond }: Time): bigint | undefined {
  if (what === "time") return undefined;
  if (perSecond === 0n) {
    const ms = text.length === 10 ? Date.parse(text) : Number.NaN;
    return Number.isNaN(ms) ? undefined : BigInt(ms / 86_400_000);
  }
  const ms = text[4] === "-" ? Date.parse(`${text.slice(0, 19)}Z`) : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  const rest = perSecond === 1n ? "" : text.slice(20, 20 + String(perSecond).length - 1);
  if (!/^\d*$/.test(rest)) return undefined;
  const units = (ms / 1000) * Number(perSecond) + Number(rest);
  return Number.isSafeInteger(units) ? BigInt(units) : BigInt(ms / 1000) * perSecond + BigInt(rest === "" ? 0 : rest);
}

function farUnits(text: string, time: Time): bigint | undefined {
  const found = /^(?:([+-]?\d{4,})-(\d\d)-(\d\d))?(?:T?(\d\d+):(\d\d):(\d\d)(?:\.(\d+))?Z?)?$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hours = "0", minutes = "0", seconds = "0", part = "0"] = found;
  const days = year === undefined ? 0n : daysOf(BigInt(year.replace("+", "")), BigInt(month!), BigInt(day!));
  if (time.perSecond === 0n) return days;
  const clock = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  return (days * DAY + clock) * time.perSecond + (time.perSecond === 1n ? 0n : BigInt(part));
}
