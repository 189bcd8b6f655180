// How is an HTML element made from texts that may be hostile? Attributes and text nodes only, never markup.

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element; strings among the children become text. `false` and `undefined` leave an attribute or a child out. */
export function element<const Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string | false | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** Text in which `` `names` `` stand in the font of code. */
export function codeText(text: string): Node[] {
  return text
    .split("`")
    .map((part, i, parts) =>
      i % 2 === 1 && i < parts.length - 1
        ? element("code", {}, part)
        : document.createTextNode(i % 2 === 1 ? `\`${part}` : part),
    );
}
