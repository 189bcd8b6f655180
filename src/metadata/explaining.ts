// What did a key, a code version, an environment or a value consist of? Read only to explain.
import type { Database } from "better-sqlite3";
import type { Binding, CodePart, CodeRow, MetadataStore, Recipe } from "../contracts.ts";
import type { Preview } from "../protocol/index.ts";
import { fromBytes, toBytes } from "./digestBytes.ts";
import { ENTRY_FIELDS, lastSeenOf, type SeenRow } from "./planning.ts";
import type { Transaction } from "./transaction.ts";
import { notebookOf, OF_NOTEBOOK } from "./who.ts";

interface RecipeRow {
  kind: Recipe["kind"];
  code_version: Buffer;
  env_version: Buffer;
  bindings: string;
  first_name: string;
}

export function explaining(
  db: Database,
  transaction: Transaction,
): Pick<
  MetadataStore,
  "baselinesOf" | "recipesOf" | "codesOf" | "environmentsOf" | "textsOf" | "previewsOf" | "putPreviews"
> {
  const label = db.prepare<[number], string>("SELECT label FROM dataflow WHERE dataflow_id = ?").pluck();
  const baseline = db
    .prepare<[{ node: string; notebook: string }], string>(
      `SELECT json_array(${ENTRY_FIELDS}, l.node, lower(hex(l.cache_key)), l.run_id) FROM last_seen AS l
       JOIN dataflow AS d ON d.dataflow_id = l.dataflow_id
       LEFT JOIN entry AS e ON e.cache_key = l.cache_key LEFT JOIN execution AS x ON x.execution_id = e.execution_id
       WHERE l.node = @node ORDER BY ${OF_NOTEBOOK} DESC, l.run_id DESC LIMIT 1`,
    )
    .pluck();
  const recipe = db.prepare<[Buffer], RecipeRow>(
    "SELECT kind, code_version, env_version, bindings, first_name FROM recipe WHERE cache_key = ?",
  );
  const code = db.prepare<[Buffer], { mode: CodeRow["mode"]; parts: string }>(
    "SELECT mode, parts FROM code WHERE code_version = ?",
  );
  const environment = db.prepare<[Buffer], string>("SELECT fields FROM environment WHERE env_version = ?").pluck();
  const text = db.prepare<[Buffer], string>("SELECT text FROM part WHERE part_digest = ?").pluck();
  const preview = db.prepare<[Buffer], string>("SELECT preview FROM preview WHERE data_version = ?").pluck();
  const putPreview = db.prepare("INSERT OR IGNORE INTO preview(data_version, preview) VALUES (?, ?)");

  return {
    baselinesOf(nodes, dataflowId) {
      const notebook = notebookOf(label.get(dataflowId) ?? "");
      return nodes.map((node) => {
        const row = baseline.get({ node, notebook });
        return row === undefined ? undefined : lastSeenOf(JSON.parse(row) as SeenRow);
      });
    },
    recipesOf(keys) {
      return keys.map((key) => recipeOf(recipe.get(toBytes(key))));
    },
    codesOf(versions) {
      return versions.map((version) => {
        const row = code.get(toBytes(version));
        return row && { mode: row.mode, parts: JSON.parse(row.parts) as CodePart[] };
      });
    },
    environmentsOf(versions) {
      return versions.map((version) => parsed<Record<string, string>>(environment.get(toBytes(version))));
    },
    textsOf(digests) {
      return digests.map((digest) => text.get(toBytes(digest)));
    },
    previewsOf(versions) {
      return versions.map((version) => parsed<Preview>(preview.get(toBytes(version))));
    },
    putPreviews(previews) {
      if (previews.size === 0) return;
      transaction(() => {
        for (const [version, shown] of previews) putPreview.run(toBytes(version), JSON.stringify(shown));
      });
    },
  };
}

function recipeOf(row: RecipeRow | undefined): Recipe | undefined {
  return (
    row && {
      kind: row.kind,
      codeVersion: fromBytes(row.code_version),
      environment: fromBytes(row.env_version),
      bindings: JSON.parse(row.bindings) as Binding[],
      firstName: row.first_name,
    }
  );
}

function parsed<T>(json: string | undefined): T | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as T);
}
