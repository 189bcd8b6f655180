// Which port does JupyterLab serve on? The one the user insists on or an error; else the first free one.
import net from "node:net";
import { Failure } from "../process/failure.mjs";

const usualPort = 8888;
const tries = 100;

/**
 * @param {number | undefined} wanted The port that the user insists on; 0 for any.
 * @param {string} [ip] Where it is served, if not on localhost.
 * @returns {Promise<{ port: number, isUsual: boolean }>} `isUsual` is false if another than asked or usual was taken.
 * @throws {Failure} If the wanted port is taken or not allowed.
 */
export async function choosePort(wanted, ip) {
  const hosts = ip === undefined || ip === "localhost" ? ["127.0.0.1", "::1"] : [ip === "*" ? "" : ip];
  if (wanted === 0) return { port: await anyPort(), isUsual: false };
  if (wanted !== undefined) {
    const trouble = await whyNot(wanted, hosts);
    if (trouble === undefined) return { port: wanted, isUsual: true };
    throw refusal(wanted, trouble);
  }
  for (let port = usualPort; port < usualPort + tries; port++) {
    if ((await whyNot(port, hosts)) === undefined) return { port, isUsual: port === usualPort };
  }
  throw new Failure(
    `No port from ${usualPort} to ${usualPort + tries - 1} is free.`,
    "Choose one: npm start -- --port N",
  );
}

/**
 * @param {number} port
 * @param {string} trouble
 * @returns {Failure}
 */
function refusal(port, trouble) {
  if (trouble === "EADDRINUSE") {
    return new Failure(
      `Port ${port} is taken by another program.`,
      `Stop it, or choose another port: npm start -- --port ${port + 1}\nWithout --port the first free one is used.`,
    );
  }
  return new Failure(
    `Port ${port} may not be used here (${trouble}).`,
    "Choose one above 1023: npm start -- --port 8888",
  );
}

/**
 * @param {number} port
 * @param {readonly string[]} hosts
 * @returns {Promise<string | undefined>} The error's code, nothing if the port is free on every host that exists.
 */
async function whyNot(port, hosts) {
  for (const host of hosts) {
    const trouble = await listenOnce(port, host);
    if (trouble !== undefined && !["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(trouble)) return trouble;
  }
  return undefined;
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>}
 */
function listenOnce(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? error.message));
    server.listen({ port, exclusive: true, ...(host && { host }) }, () => server.close(() => resolve(undefined)));
  });
}

/** @returns {Promise<number>} */
function anyPort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
