// Holds a database as its only writer, and says so, until its input ends.
import { createRequire } from "node:module";

const Database = createRequire(import.meta.url)("better-sqlite3");
const db = new Database(process.argv[2]);
db.exec("BEGIN EXCLUSIVE");
process.stdout.write("held\n");
process.stdin.on("end", () => {
  db.exec("ROLLBACK");
  db.close();
});
process.stdin.resume();
