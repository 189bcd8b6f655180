// What does a key consist of, written down field by field? Code, texts and environments stand once for all keys.
import type { Database } from "better-sqlite3";
import type { Digest, NewAcceptance } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import type { WrittenRows } from "./writtenRows.ts";

type Story = Pick<NewAcceptance, "recipe" | "code" | "texts" | "environment">;

/** To be called within a transaction. */
export function recipeRows(db: Database, written: WrittenRows): (cacheKey: Digest, story: Story) => void {
  const putCode = db.prepare("INSERT OR IGNORE INTO code(code_version, mode, parts) VALUES (?, ?, ?)");
  const putText = db.prepare("INSERT OR IGNORE INTO part(part_digest, text) VALUES (?, ?)");
  const putEnvironment = db.prepare("INSERT OR IGNORE INTO environment(env_version, fields) VALUES (?, ?)");
  const putRecipe = db.prepare(
    `INSERT OR IGNORE INTO recipe(cache_key, kind, code_version, env_version, bindings, first_name)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return (cacheKey, { recipe, code, texts, environment }) => {
    const codeVersion = toBytes(recipe.codeVersion);
    const envVersion = toBytes(recipe.environment);
    written.once("code", recipe.codeVersion, () => putCode.run(codeVersion, code.mode, JSON.stringify(code.parts)));
    written.once("environment", recipe.environment, () => putEnvironment.run(envVersion, JSON.stringify(environment)));
    for (const [digest, text] of texts) written.once("part", digest, () => putText.run(toBytes(digest), text));
    const bindings = JSON.stringify(recipe.bindings);
    putRecipe.run(toBytes(cacheKey), recipe.kind, codeVersion, envVersion, bindings, recipe.firstName);
  };
}
