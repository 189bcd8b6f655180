// Does a store also serve whoever answers by promise?

/** The same store, whose every answer comes by promise and on a later turn, as that of a remote one. */
export function promised<Store extends object>(store: Store): Store {
  const later = Object.entries(store).map(([name, member]) => {
    if (typeof member !== "function") return [name, member];
    const method = async (...given: unknown[]) => {
      await new Promise((resolve) => setImmediate(resolve));
      return member.apply(store, given);
    };
    return [name, method];
  });
  return Object.fromEntries(later) as Store;
}
