// How are messages sent on one socket, one after another? ZeroMQ refuses a send while another is under way.

export interface Writable {
  send(frames: Uint8Array[]): Promise<void>;
}

export type Send = (frames: Uint8Array[]) => void;

/** Queues what is sent; `failed` hears of a socket that is gone. */
export function createSender(socket: Writable, failed: (error: unknown) => void): Send {
  const waiting: Uint8Array[][] = [];
  let isSending = false;
  return (frames) => {
    waiting.push(frames);
    if (!isSending) void sendAll();
  };

  async function sendAll(): Promise<void> {
    isSending = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) await socket.send(next);
    } catch (error) {
      failed(error);
    } finally {
      isSending = false;
    }
  }
}
