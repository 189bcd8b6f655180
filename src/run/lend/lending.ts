// Who was lent which live value, and did it come back as it was? (R20)
import type { ClassTable } from "../../contracts.ts";
import { decodeValue } from "../../values/decode.ts";
import { encodeValue } from "../../values/encode.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import { versionOf } from "../../values/version.ts";
import { isOpaque } from "../decide/question.ts";

export interface Loan {
  readonly parameter: string;
  readonly dep: number;
  readonly version: string;
  readonly value: unknown;
  /** Nobody else has it: what changes it is the borrower. */
  readonly isCopy: boolean;
}

/** Loans whose value no longer has the version that stands in the borrower's key. */
export function spoiledLoans(loans: readonly Loan[], classes: ClassTable): readonly Loan[] {
  return loans.filter((loan) => !stillIs(loan.value, loan.version, classes));
}

/** Has this live value the version that it is known by? Values without a version cannot be told. */
export function stillIs(value: unknown, version: string, classes: ClassTable): boolean {
  if (isImmutable(value) || isOpaque(version)) return true;
  const versioned = versionOf(value, classes);
  return versioned.ok && versioned.version === version;
}

/** The bytes of a value, from which unspoiled copies are made; undefined where it is no longer of this version. */
export function keepCopy(value: unknown, version: string, classes: ClassTable): Uint8Array | undefined {
  const result = encodeValue(value, classes);
  return result.ok && result.version === version ? Buffer.concat(result.encoded.chunks) : undefined;
}

export function copyOf(bytes: Uint8Array, classes: ClassTable): unknown {
  return decodeValue(bytes, classes);
}
