// Is a cell a question about a name? `name?` and `?name` open the pager, as in other kernels.

const QUESTION = /^\s*(?:\?\s*([\w$.]+)|([\w$.]+)\s*\?)\s*;?\s*$/;

/** The name asked about; undefined for any other cell. */
export function pageFor(code: string): string | undefined {
  const match = QUESTION.exec(code);
  return match ? (match[1] ?? match[2]) : undefined;
}
