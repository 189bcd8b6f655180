// What do the flags of an entry say? One bit each.

export const ENTRY_FLAGS = { accepted: 1, minted: 2, replay: 4 } as const;
