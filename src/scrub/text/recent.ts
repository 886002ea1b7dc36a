/** Remembers what was asked for lately: at least `generation` answers, and at most twice as many. */
export class Recent<Question, Answer> {
  #newer = new Map<Question, Answer>();
  #older = new Map<Question, Answer>();
  readonly #generation: number;

  constructor(generation: number) {
    this.#generation = generation;
  }

  get(question: Question): Answer | undefined {
    const known = this.#newer.get(question);
    if (known !== undefined) return known;
    const found = this.#older.get(question);
    if (found !== undefined) this.set(question, found);
    return found;
  }

  set(question: Question, answer: Answer): void {
    if (this.#newer.size >= this.#generation) [this.#older, this.#newer] = [this.#newer, new Map()];
    this.#newer.set(question, answer);
  }
}
