import os from "node:os";
import { expect, test } from "vitest";
import { networkDisk } from "../../src/metadata/networkDisk.ts";

test("knows network disks by their number, also where it was read as negative", () => {
  const numbers = [0x6969, 0xff534d42, 0xff534d42 | 0, 0xfe534d42, 0x517b, 0x01021997];
  expect(numbers.map((number) => networkDisk("/data", () => number))).toEqual([
    "NFS",
    "SMB",
    "SMB",
    "SMB",
    "SMB",
    "9P",
  ]);
});

test("takes ext4, tmpfs and whatever it does not know for local", () => {
  expect([0xef53, 0x01021994, 0, 42].map((number) => networkDisk("/data", () => number))).toEqual(
    Array(4).fill(undefined),
  );
  expect(networkDisk(os.tmpdir())).toBeUndefined();
});
