// Which sockets does a kernel own? The five of the protocol, bound to the ports of the connection file.
import * as zmq from "zeromq";
import { addressOf, type Connection } from "./connection.ts";

export type Sockets = Awaited<ReturnType<typeof openSockets>>;

export async function openSockets(connection: Connection) {
  const shell = new zmq.Router({ linger: 1000, handover: true, sendHighWaterMark: 0 });
  const control = new zmq.Router({ linger: 1000, handover: true, sendHighWaterMark: 0 });
  const stdin = new zmq.Router({ linger: 0, handover: true });
  const heartbeat = new zmq.Reply({ linger: 0 });
  // XPUB tells of subscribers; without a high-water mark a flood of output loses nothing.
  const iopub = new zmq.XPublisher({ linger: 1000, sendHighWaterMark: 0 });
  iopub.verbosity = "allSubs";
  await Promise.all([
    shell.bind(addressOf(connection, connection.shell_port)),
    control.bind(addressOf(connection, connection.control_port)),
    stdin.bind(addressOf(connection, connection.stdin_port)),
    iopub.bind(addressOf(connection, connection.iopub_port)),
    heartbeat.bind(addressOf(connection, connection.hb_port)),
  ]);
  return {
    shell,
    control,
    stdin,
    iopub,
    heartbeat,
    close(): void {
      for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
    },
  };
}
