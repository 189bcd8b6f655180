// How does user code ask the user something? It stands still until the front end has answered.
import { Interrupted } from "../errors/interrupted.ts";
import type { ToSockets } from "../threads/messages.ts";
import type { SharedState } from "../threads/sharedState.ts";

export interface Input {
  /** Set by each cell: false for front ends without somebody who could answer. */
  isAllowed: boolean;
  /** @throws Interrupted where the user stopped the cell instead */
  ask(prompt: string, isPassword: boolean): string;
}

export function createInput(shared: SharedState, post: (message: ToSockets) => void): Input {
  return {
    isAllowed: false,
    ask(prompt, isPassword) {
      if (!this.isAllowed) throw new Error("This front end cannot ask for input: nobody would answer.");
      const answer = shared.waitForInput(() => post({ type: "input", prompt, password: isPassword }));
      if (answer === undefined) throw new Interrupted();
      return answer;
    },
  };
}
