// How is one declaration of a random module written? Choices tell what it means, styles only how it looks.

/** One declaration: which shape it has, what it refers to, and the numbers that its text is drawn from. */
export interface Declaration {
  readonly shape: number;
  readonly home: number;
  readonly uses: readonly number[];
  readonly deps: readonly number[];
  readonly choices: readonly number[];
  readonly styles: readonly number[];
}

/** Each value in several spellings. */
const NUMBERS = [
  ["1", "0x1", "1.0", "(1)"],
  ["2", "0b10", "0o2", "2.0"],
  ["10", "0xA", "1_0", "1e1"],
  ["0.5", ".5", "5e-1", "(0.5)"],
  ["-1", "(-1)", "- 1", "-0x1"],
  ["777", "7_77", "0x309", "777.0"],
] as const;

const TEXTS = ["a", "b", "a ", "ä", "A", "a\\nb"] as const;

const GAPS = [" ", "\n", "\t\t", " /* why */ ", " // so\n", "\n\n /** doc\n * @cache none */\n"] as const;

export class Pen {
  readonly #choices: readonly number[];
  readonly #styles: readonly number[];
  /** How many choices the text has used so far. */
  chosen = 0;
  styled = 0;

  constructor({ choices, styles }: Declaration) {
    this.#choices = choices;
    this.#styles = styles;
  }

  /** What the code means: an edit of it is a semantic one. */
  pick<T>(...alternatives: readonly T[]): T {
    const at = this.#choices[this.chosen++ % this.#choices.length]!;
    return alternatives[at % alternatives.length]!;
  }

  /** How the code looks: an edit of it changes nothing that runs. */
  style<T>(...alternatives: readonly T[]): T {
    const at = this.#styles[this.styled++ % this.#styles.length]!;
    return alternatives[at % alternatives.length]!;
  }

  number(): string {
    return this.style(...this.pick<readonly string[]>(...NUMBERS));
  }

  text(): string {
    const content = this.pick(...TEXTS);
    return this.style(`"${content}"`, `'${content}'`, `\`${content}\``, `("${content}")`);
  }

  /** A blank, a line's end or a comment. */
  gap(): string {
    return this.style(...GAPS);
  }

  /** An annotation, or none. */
  type(name = "number"): string {
    return this.style(`: ${name}`, "", ": any", `: Awaited<${name}>`);
  }

  /** The same expression, told to the types in another way. */
  told(expression: string): string {
    return this.style(expression, `(${expression} as any)`, `(${expression})!`, `(${expression} satisfies unknown)`);
  }

  end(): string {
    return this.style(";", "\n", ";;", "; // end\n");
  }
}
