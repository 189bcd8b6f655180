// How is a JupyterLab started that shares nothing with the user's?
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "./freePort.ts";

export interface LabOptions {
  /** Folders of built extensions by name, for this Lab only. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** Kernel specs by name, for this Lab only; those of the `.venv` are there, too. */
  readonly kernels?: Readonly<Record<string, object>>;
  /** Files that IPython runs at the start of each Python kernel, by name. */
  readonly ipythonStartup?: Readonly<Record<string, string>>;
  /** Settings by plugin. */
  readonly settings?: Readonly<Record<string, object>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Lab {
  /** Address of a page of this server, with its token: `lab.url("lab/tree/a.ipynb")`. */
  url(page: string): string;
  /** Folder that the file browser shows. */
  readonly root: string;
  /** What the server printed. */
  log(): string;
  /** Stops the server with its kernels and removes its folders. */
  close(): Promise<void>;
}

const PROJECT = path.resolve(import.meta.dirname, "../../..");
const TOKEN = "cellar-test";
const READY_MS = 90_000;

/** Starts JupyterLab from the project's `.venv`, with folders of its own, on a free port. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cellar-lab-")));
  const place = (...parts: string[]): string => path.join(home, ...parts);
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  for (const folder of ["root", "config", "data", "runtime", "app", "user", "workspaces"]) fs.mkdirSync(place(folder));
  const overrides = { "@jupyterlab/apputils-extension:notification": { fetchNews: "false" }, ...options.settings };
  write(place("app", "overrides.json"), JSON.stringify(overrides));
  for (const [name, folder] of Object.entries(options.extensions ?? {})) {
    fs.mkdirSync(place("data", "labextensions"), { recursive: true });
    fs.symlinkSync(folder, place("data", "labextensions", name), "dir");
  }
  for (const [name, spec] of Object.entries(options.kernels ?? {}))
    write(place("data", "kernels", name, "kernel.json"), JSON.stringify(spec));
  for (const [name, text] of Object.entries(options.ipythonStartup ?? {}))
    write(place("ipython", "profile_default", "startup", name), text);

  const port = await freePort();
  const args = [
    "lab",
    "--no-browser",
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.root_dir=${place("root")}`,
    `--IdentityProvider.token=${TOKEN}`,
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    `--LabApp.app_settings_dir=${place("app")}`,
    `--LabApp.user_settings_dir=${place("user")}`,
    `--LabApp.workspaces_dir=${place("workspaces")}`,
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  const server = spawn(path.join(PROJECT, ".venv/bin/jupyter"), args, {
    cwd: place("root"),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PATH: `${path.join(PROJECT, ".venv/bin")}${path.delimiter}${process.env.PATH}`,
      JUPYTER_CONFIG_DIR: place("config"),
      JUPYTER_DATA_DIR: place("data"),
      JUPYTER_RUNTIME_DIR: place("runtime"),
      IPYTHONDIR: place("ipython"),
      ...options.env,
    },
  });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (log += chunk));
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));

  async function close(): Promise<void> {
    // The server ends its kernels when asked; whatever is left of its own group is ended after that.
    server.kill("SIGTERM");
    const timer = setTimeout(() => server.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(timer);
    try {
      if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }

  const url = (page: string): string =>
    `http://127.0.0.1:${port}/${page}${page.includes("?") ? "&" : "?"}token=${TOKEN}`;
  try {
    await untilServing(url("api/status"), () => server.exitCode !== null);
  } catch (error) {
    await close();
    throw new Error(`JupyterLab did not start:\n${log}`, { cause: error });
  }
  return { url, root: place("root"), log: () => log, close };
}

async function untilServing(url: string, hasEnded: () => boolean): Promise<void> {
  const end = Date.now() + READY_MS;
  while (Date.now() < end && !hasEnded()) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(hasEnded() ? "it ended" : `it did not answer within ${READY_MS} ms`);
}
