// The public face of the view: a run as picture or text, for kernel and browser alike.
export { type Bar, barsOf } from "./barsOf.ts";
export { type Cause, causesOf } from "./causesOf.ts";
export { drawHistory } from "./drawHistory.ts";
export { drawPlan } from "./drawPlan.ts";
export { drawDataflow, drawRun } from "./drawRun.ts";
export { formatBytes } from "./formatBytes.ts";
export { formatDuration } from "./formatDuration.ts";
export {
  type Box,
  type Direction,
  type Graph,
  type Layout,
  type LayoutOptions,
  layoutGraph,
  type Route,
  type Size,
} from "./layout/layoutGraph.ts";
export { routePath } from "./layout/routePath.ts";
export {
  FOLD_ABOVE,
  layoutPicture,
  type Picture,
  type PictureBox,
  pictureOfDataflow,
  pictureOfRun,
  sizeOf,
} from "./picture.ts";
export { printable, shorten } from "./printable.ts";
export { writeDataflow } from "./writeDataflow.ts";
export { writeHistory } from "./writeHistory.ts";
export { writePlan, writePlanTable } from "./writePlan.ts";
export { writeRun } from "./writeRun.ts";
export { writeSummary } from "./writeSummary.ts";
