// How does a store of the user's own fit in? Its answers are values, or promises of this realm.

/** The same store, whose methods answer what can be awaited by a promise that this code knows as one. */
export function givenStore<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...given: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        return isThenable(answer) ? Promise.resolve(answer) : answer;
      };
    },
  });
}

function isThenable(answer: unknown): answer is PromiseLike<unknown> {
  return typeof answer === "object" && answer !== null && "then" in answer && typeof answer.then === "function";
}
