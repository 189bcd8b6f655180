// Who writes this unfinished file? Its name says so, and whoever finds it can tell whether it is litter.
import type { Owner } from "../contracts.ts";

/** host, boot, process id, its start, and a number that the process gives each file */
const NAME = /^writing~([\w.%!'()*-]+)~([\w.%!'()*-]*)~(\d+)~(\d+)~\d+$/;
let count = 0;

/** A name that no other writer chooses: the process, and a number within it. */
export function temporaryName({ host, boot, pid, pidStarted }: Owner): string {
  count += 1;
  return `writing~${escaped(host)}~${escaped(boot)}~${pid}~${pidStarted}~${count}`;
}

/** The process that writes the file of this name; undefined for names that are not temporary. */
export function ownerOfName(name: string): Owner | undefined {
  const found = NAME.exec(name);
  if (found === null) return undefined;
  const [, host = "", boot = "", pid, pidStarted] = found;
  return { host: unescaped(host), boot: unescaped(boot), pid: Number(pid), pidStarted: Number(pidStarted) };
}

function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll("~", "%7E");
}

/** Names that others gave may hold what no escaping makes: taken as they stand. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
