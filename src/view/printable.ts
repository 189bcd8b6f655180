// How is a text of unknown origin shown in one line, harmlessly?

/** Control characters, line and paragraph separators, marks that turn the reading direction, halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** Replaces what cannot stand in a line of text or in XML by "�". */
export function printable(text: string): string {
  return text.replace(/\r?\n|\t/g, " ").replace(UNPRINTABLE, "�");
}

/**
 * Cuts a text in its middle: names that differ at their ends stay apart.
 *
 * @param most - Largest number of characters.
 */
export function shorten(text: string, most: number): string {
  // A text made to hurt is cut before its characters are counted.
  const letters = Array.from(
    printable(text.length > 4 * most ? `${text.slice(0, 2 * most)}${text.slice(-2 * most)}` : text),
  );
  if (letters.length <= most && text.length <= 4 * most) return letters.join("");
  const tail = Math.floor((most - 1) / 3);
  return `${letters.slice(0, most - 1 - tail).join("")}…${letters.slice(letters.length - tail).join("")}`;
}
