// What does `console.log` print of an object of ours? Its own text, where Node asks for one; no other host has the symbol.

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The object, which Node prints as `text()` from now on; nothing else sees a difference. */
export function inspectedAs<T extends object>(object: T, text: () => string): T {
  return Object.defineProperty(object, INSPECT, { value: text, enumerable: false, configurable: true });
}

/** The object, which is its text wherever it is shown: as a string, printed, or as a cell's last expression. */
export function shownAs<T extends object>(object: T, text: (object: T) => string): T {
  const told = () => text(object);
  const hidden = (value: unknown) => ({ value, enumerable: false, configurable: true });
  Object.defineProperty(object, "toString", hidden(told));
  Object.defineProperty(
    object,
    Symbol.for("Jupyter.display"),
    hidden(() => ({ "text/plain": told() })),
  );
  return inspectedAs(object, told);
}
