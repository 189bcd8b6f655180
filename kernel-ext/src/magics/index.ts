// Which magics are there?
import { cellToModule } from "./cellToModule.ts";
import { lsmagic } from "./lsmagic.ts";
import type { Magic } from "./magic.ts";

export const magics: readonly Magic[] = [cellToModule, lsmagic];
