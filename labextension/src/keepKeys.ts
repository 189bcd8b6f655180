// Which keys does a part that scrolls or slides keep from the notebook around it, and from no one else?
const KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);

/** Keys that move a thumb or a view end here, else the notebook would go to another cell; keys with a modifier are shortcuts. */
export function keepKeys(part: HTMLElement): void {
  part.addEventListener("keydown", (event) => {
    if (isOwn(event)) event.stopPropagation();
  });
}

export function isOwn({
  key,
  altKey,
  ctrlKey,
  metaKey,
  shiftKey,
}: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">): boolean {
  return KEYS.has(key) && !altKey && !ctrlKey && !metaKey && !shiftKey;
}
