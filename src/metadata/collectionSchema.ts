// What must a store remember of what garbage collection takes?
//
// doomed_run: the newest run at the time of the mark; every run up to it that still lives may be reading the bytes.
// collected: when and why, kept when the payload's row is gone, so that the node which executes again can say so.
export const COLLECTION = `
ALTER TABLE payload ADD COLUMN doomed_run INTEGER;
CREATE INDEX payload_doomed ON payload(doomed_at) WHERE doomed_at IS NOT NULL;
CREATE TABLE collected(data_version BLOB PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
