// What does `console.log` print of an object of ours? Its own text, where Node asks for one; no other host has the symbol.

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The object, which Node prints as `text()` from now on; nothing else sees a difference. */
export function inspectedAs<T extends object>(object: T, text: () => string): T {
  return Object.defineProperty(object, INSPECT, { value: text, enumerable: false, configurable: true });
}
