/**
 * The most loggers whose group of breadcrumbs is cached, so that a log with endless logger names cannot fill the
 * memory.
 */
const maxLoggers = 10_000;

/** To which group of breadcrumbs the lines of a logger belong, asked once for each until `askAgain`. */
export class LoggerGroups {
  readonly #groupOf: (logger: string | undefined) => string | undefined;
  readonly #known = new Map<string | undefined, string | undefined>();
  #rest: string | undefined;

  /** @param groupOf - `breadcrumbsOf` of `CaptureOptions`. */
  constructor(groupOf: (logger: string | undefined) => string | undefined) {
    this.#groupOf = groupOf;
    this.#rest = groupOf(undefined);
  }

  /** The group of every line that is not `named`. */
  get rest(): string | undefined {
    return this.#rest;
  }

  askAgain(): void {
    this.#known.clear();
    this.#rest = this.#groupOf(undefined);
  }

  of(logger: string | undefined): string | undefined {
    if (this.#known.has(logger)) return this.#known.get(logger);
    if (this.#known.size >= maxLoggers) this.#known.clear();
    const name = this.#groupOf(logger);
    this.#known.set(logger, name);
    return name;
  }
}
