// From which text does V8 run these functions, and what do they see around them? Asked through the inspector, in this process.
import { type Debugger, type Runtime, Session } from "node:inspector";
import type { AnyFunction } from "../../dataflow/module.ts";
import { isInstalled } from "../imports/manifest.ts";

export interface RunningCode {
  /** Of the script that each function stands in; undefined where V8 does not tell. */
  readonly urls: readonly (string | undefined)[];
  /** What V8 has compiled of a local file; undefined where it has not, or several texts of one name. */
  textOf(url: string): string | undefined;
  /** The module's own names around the functions, with their values of the moment; those that no function mentions are missing. */
  readonly scope: Readonly<Record<string, unknown>>;
}

type Post = <Answer>(method: string, params?: object) => Answer;

const GROUP = "cellar";
const HANDED = Symbol.for("cellar.handed/1");
/** Of a CommonJS file the function that Node wraps around it. */
const OWN_SCOPE = /^(Module|Closure)/;

/**
 * Opens a session with V8's own inspector, as a debugger in this process would, and closes it again. No port is opened,
 * nothing stops. What it tells is what runs, whatever the disk says: the script's text, `[[FunctionLocation]]`, `[[Scopes]]`.
 *
 * @returns undefined where Node was built without an inspector
 */
export function runningCode(functions: readonly AnyFunction[]): RunningCode | undefined {
  const handed = globalThis as unknown as Record<symbol, unknown>;
  const session = new Session();
  const scripts = new Map<string, string>();
  try {
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params.url));
    const post = synchronous(session);
    post("Debugger.enable");
    const scopes: object[] = [];
    handed[HANDED] = { functions, take: (scope: object) => scopes.push(scope) };
    const places = functions.map((_, at) => placeOf(post, at));
    const last = places.find((place) => place !== undefined)?.scopeId;
    if (last !== undefined) {
      const functionDeclaration = `function () { globalThis[Symbol.for(${JSON.stringify(HANDED.description)})].take(this.object); }`;
      post("Runtime.callFunctionOn", { objectId: last, functionDeclaration });
    }
    const texts = textsOf(post, scripts);
    post("Runtime.releaseObjectGroup", { objectGroup: GROUP });
    return {
      urls: places.map((place) => (place === undefined ? undefined : scripts.get(place.scriptId))),
      textOf: (url) => texts.get(url),
      scope: { ...scopes[0] },
    };
  } catch {
    return undefined; // ERR_INSPECTOR_NOT_AVAILABLE, or another protocol than the one known here
  } finally {
    delete handed[HANDED];
    session.disconnect();
  }
}

/** A session of the same thread answers before `post` returns. */
function synchronous(session: Session): Post {
  return <Answer>(method: string, params: object = {}) => {
    let failure: Error | null = null;
    let answer: unknown;
    session.post(method, params, (error, result) => {
      failure = error;
      answer = result;
    });
    if (failure !== null) throw failure as Error;
    return answer as Answer;
  };
}

function placeOf(
  post: Post,
  at: number,
): { readonly scriptId: string; readonly scopeId: string | undefined } | undefined {
  const expression = `globalThis[Symbol.for(${JSON.stringify(HANDED.description)})].functions[${at}]`;
  const { result } = post<Runtime.EvaluateReturnType>("Runtime.evaluate", { expression, objectGroup: GROUP });
  const inner = propertiesOf(post, result).internalProperties ?? [];
  const named = (name: string) => inner.find((each) => each.name === name)?.value;
  const location = named("[[FunctionLocation]]")?.value as Debugger.Location | undefined;
  const scopes = named("[[Scopes]]");
  if (location === undefined || scopes === undefined) return undefined;
  const own = propertiesOf(post, scopes).result.filter(({ value }) => OWN_SCOPE.test(value?.description ?? ""));
  return { scriptId: location.scriptId, scopeId: own.at(-1)?.value?.objectId };
}

function propertiesOf(post: Post, { objectId }: Runtime.RemoteObject): Runtime.GetPropertiesReturnType {
  return post("Runtime.getProperties", { objectId, ownProperties: true });
}

/** Texts of local files by URL; of a name that stands for several texts, none is the one. */
function textsOf(post: Post, scripts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const several = new Set<string>();
  for (const [scriptId, url] of scripts) {
    if (!url.startsWith("file:") || isInstalled(new URL(url).pathname)) continue;
    const { scriptSource } = post<Debugger.GetScriptSourceReturnType>("Debugger.getScriptSource", { scriptId });
    const before = texts.get(url);
    if (before !== undefined && before !== scriptSource) several.add(url);
    texts.set(url, scriptSource);
  }
  for (const url of several) texts.delete(url);
  return texts;
}
