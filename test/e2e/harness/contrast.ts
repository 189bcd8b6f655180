// How well does a text stand out from what is behind it?
import type { Locator } from "playwright-core";

/**
 * Contrast ratio after WCAG 2, 1 to 21, as the browser draws it: colours are resolved on a canvas, translucent grounds are laid
 * over each other.
 *
 * @param text - An HTML or SVG text.
 * @param ground - What is directly behind it; by default the nearest ancestor with a background.
 */
export async function contrastOf(text: Locator, ground?: Locator): Promise<number> {
  const behind = ground === undefined ? null : await ground.elementHandle();
  return text.evaluate((element, shape) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const paint = (colours: string[]): number[] => {
      context.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const grounds: string[] = shape === null ? [] : [getComputedStyle(shape).fill];
    for (let at: Element | null = element; at !== null; at = at.parentElement)
      grounds.unshift(getComputedStyle(at).backgroundColor);
    const { fill, color } = getComputedStyle(element);
    const luminance = (rgb: number[]): number => {
      const [r, g, b] = rgb.map((value) =>
        value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const front = luminance(paint([...grounds, element instanceof SVGElement ? fill : color]));
    const back = luminance(paint(grounds));
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  }, behind);
}
