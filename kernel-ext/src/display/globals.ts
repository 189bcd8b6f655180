// Which global names does the kernel add to a cell? Typed here, so that cells know them too.

declare global {
  /** Asks the user for a line of text and waits for it, as browsers do. */
  var prompt: (question?: string) => string | null;
}

/** Lets `prompt` ask through the front end. */
export function addGlobals(ask: (question: string) => string): void {
  globalThis.prompt = (question = "") => ask(String(question));
}
