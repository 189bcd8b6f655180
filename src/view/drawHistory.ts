// What do many runs look like where nothing but a picture can be shown?
import { type HistoryRecord, type RunRecord, runsOf } from "../protocol/index.ts";
import { barsOf } from "./barsOf.ts";
import { countRuns } from "./countRuns.ts";
import { type Drawing, drawHeading, drawPage, drawPicture } from "./drawPicture.ts";
import { drawSmall, titleOf } from "./drawRun.ts";
import { FAINT, PALETTE } from "./palette.ts";
import { pictureOfRun } from "./picture.ts";
import { writeSummary } from "./writeSummary.ts";

const MOST_BARS = 60;
const BAR = { width: 9, gap: 3, height: 34 };

/** A static, standalone SVG: a bar per run, and the graph of the newest. */
export function drawHistory(history: HistoryRecord): string {
  const runs = runsOf(history);
  const newest = runs[runs.length - 1];
  if (newest === undefined) return drawPage("no runs yet", [drawHeading("No runs yet", "")]);
  const told = countRuns(runs.length + history.more);
  const heading = drawHeading(told, `newest: ${titleOf(newest)}: ${writeSummary(newest)}`);
  const strip = drawStrip(runs.slice(-MOST_BARS));
  return drawSmall(
    (most) => pictureOfRun(newest, most),
    (picture) => drawPage(`${told}, newest: ${writeSummary(newest)}`, [heading, strip, drawPicture(picture)]),
  );
}

function drawStrip(runs: readonly RunRecord[]): Drawing {
  const step = BAR.width + BAR.gap;
  const bars = barsOf(runs).map((bar, i) => {
    const x = 12 + i * step;
    let bottom = BAR.height + 4;
    const parts = bar.parts.map(({ status, share }) => {
      const height = Math.max(1.5, Math.round(share * BAR.height * 10) / 10);
      bottom -= height;
      return `<rect x="${x}" y="${Math.round(bottom * 10) / 10}" width="${BAR.width}" height="${height}" fill="${PALETTE[status].ink}"/>`;
    });
    return parts.join("");
  });
  const end = 12 + runs.length * step;
  return {
    svg: `${bars.join("")}<path d="M12,${BAR.height + 5.5}H${end}" stroke="${FAINT}" stroke-width="1"/>`,
    width: end + 12,
    height: BAR.height + 12,
  };
}
