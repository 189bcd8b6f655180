// Where does the front end wait? The connection file that Jupyter passes to a kernel.
import fs from "node:fs";

export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  /** Key of the message signatures; empty = messages are not signed. */
  readonly key: string;
  /** e.g. `hmac-sha256` */
  readonly signature_scheme: string;
}

export function readConnection(file: string): Connection {
  return JSON.parse(fs.readFileSync(file, "utf8")) as Connection;
}

/** ZeroMQ address of one of the ports. */
export function addressOf(connection: Connection, port: number): string {
  const separator = connection.transport === "ipc" ? "-" : ":";
  return `${connection.transport}://${connection.ip}${separator}${port}`;
}
