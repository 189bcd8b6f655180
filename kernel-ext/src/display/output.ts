// How does the main thread say something to the front end? Printed text and publications, each with its parent.
import type { Publication, StreamName, ToSockets } from "../threads/messages.ts";
import type { SharedState } from "../threads/sharedState.ts";
import type { Parent } from "./parent.ts";

/** Longest piece of printed text that is handed over at once. */
const PIECE_LENGTH = 1 << 24;

export interface Output {
  readonly parent: Parent;
  /** True while a silent request runs: nothing is shown. */
  isSilent: boolean;
  /** Told of everything that is published to be shown. */
  published: (publication: Publication) => void;
  print(name: StreamName, text: string): void;
  publish(publication: Publication): void;
}

export function createOutput(parent: Parent, shared: SharedState, post: (message: ToSockets) => void): Output {
  return {
    parent,
    isSilent: false,
    published: () => {},
    print(name, text) {
      if (this.isSilent) return;
      for (let start = 0; start < text.length; start += PIECE_LENGTH) {
        const piece = text.slice(start, start + PIECE_LENGTH);
        post({ type: "stream", name, text: piece, parent: parent.current });
        shared.addOutput(piece.length);
      }
    },
    publish(publication) {
      if (this.isSilent && !publication.kind.startsWith("comm_")) return;
      post({ type: "publish", parent: parent.current, ...publication });
      this.published(publication);
    },
  };
}
