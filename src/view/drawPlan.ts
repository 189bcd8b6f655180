// What would a run do, where nothing but a picture can be shown?
import type { PlanRecord } from "../protocol/index.ts";
import { drawHeading, drawPage, drawPicture } from "./drawPicture.ts";
import { drawSmall } from "./drawRun.ts";
import { pictureOfPlan } from "./picture.ts";
import { shorten } from "./printable.ts";
import { planSummary } from "./writePlan.ts";

/** A static, standalone SVG of a plan, at most 100 kB: above 150 nodes what would not execute is folded into stubs. */
export function drawPlan(record: PlanRecord): string {
  const label = shorten(record.dataflow.label, 40);
  const told = planSummary(record);
  const heading = drawHeading(label, told);
  return drawSmall(
    (most) => pictureOfPlan(record, most),
    (picture) => drawPage(`${label}: ${told}`, [heading, drawPicture(picture)]),
  );
}
