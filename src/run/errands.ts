// What asynchronous work is still under way that the end of a run waits for?

export class Errands {
  #count = 0;
  readonly #proceed: () => void;
  readonly #crash: (error: unknown) => void;

  /**
   * @param proceed called after each piece of work
   * @param crash called with what work, or `proceed`, threw
   */
  constructor(proceed: () => void, crash: (error: unknown) => void) {
    this.#proceed = proceed;
    this.#crash = crash;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  begin(work: () => Promise<void>): void {
    this.#count++;
    const done = () => {
      this.#count--;
      this.guard(this.#proceed);
    };
    work().then(done, (error: unknown) => {
      this.#count--;
      this.#crash(error);
    });
  }

  guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#crash(error);
    }
  }
}
