import { VextelError } from "../../errors.ts";

/** Questions to a person on a terminal. */
export interface Questions {
  /**
   * @param preferred - The answer of Enter alone. Default: no.
   * @throws {VextelError} `INTERRUPTED` if the question was closed instead of answered.
   */
  confirm(question: string, preferred?: boolean): Promise<boolean>;
  /** @returns The value of the choice. Throws as `confirm`. */
  choose<T extends string>(question: string, choices: readonly (T | Choice<T>)[]): Promise<T>;
  /**
   * Asks for a line of text; empty means `preset`. `refuse` says what is wrong with an answer, which is then asked for
   * again.
   */
  input(question: string, preset?: string, refuse?: (text: string) => string | undefined): Promise<string>;
}

/** One possible answer to a question. */
export interface Choice<T extends string> {
  readonly value: T;
  /** What is in the list. */
  readonly name: string;
  /** Printed after the question once it was chosen. Default: `name`. */
  readonly short?: string;
  /** Why it cannot be chosen, if it cannot. */
  readonly disabled?: string;
}

/** Asks through inquirer, on standard error. */
export const questions: Questions = {
  confirm: async (message, preferred = false) =>
    (await ask({ type: "confirm", message, default: preferred })) as boolean,
  choose: async <T extends string>(message: string, choices: readonly (T | Choice<T>)[]) =>
    (await ask({ type: "select", message, choices: choices.map(toInquirer), default: firstOf(choices) })) as T,
  input: async (message, preset, refuse) =>
    (await ask({
      ...{ type: "input", message, validate: (text: string) => refuse?.(text.trim()) ?? true },
      ...(preset !== undefined && { default: preset }),
      filter: (text: string) => text.trim(),
    })) as string,
};

/** The first that can be chosen: the cursor begins there. */
const firstOf = <T extends string>(choices: readonly (T | Choice<T>)[]): T | undefined => {
  const first = choices.find((choice) => typeof choice === "string" || choice.disabled === undefined);
  return typeof first === "object" ? first.value : first;
};

const toInquirer = <T extends string>(choice: T | Choice<T>) =>
  typeof choice === "string" ? choice : { ...choice, ...(choice.disabled && { disabled: `(${choice.disabled})` }) };

async function ask(question: Record<string, unknown>): Promise<unknown> {
  const { createPromptModule } = await import("inquirer");
  const { QuestionOutput } = await import("./question-output.ts");
  const { TypedKeys } = await import("./typed-keys.ts");
  const closed = new AbortController();
  const keys = new TypedKeys(process.stdin, question.type === "input", () => closed.abort());
  const output = new QuestionOutput(process.stderr);
  /** After Ctrl-Z and `fg`, Node's readline pauses its input and draws nothing, since inquirer mutes its output. */
  const goOn = () =>
    void setImmediate(() => {
      keys.resume();
      output.showAgain();
    });
  const fail = (error: Error) => void keys.destroy(error);
  process.on("SIGCONT", goOn);
  process.stdin.on("error", fail).pipe(keys);
  try {
    const input = keys as unknown as NodeJS.ReadableStream;
    const prompt = createPromptModule({ input, output, signal: closed.signal });
    const { answer } = await prompt([{ ...question, name: "answer" }] as never);
    return answer;
  } catch (cause) {
    throw new VextelError("INTERRUPTED", "The question was cancelled; nothing was changed", "Run it again to answer.", {
      cause,
    });
  } finally {
    process.off("SIGCONT", goOn);
    process.stdin.off("error", fail).unpipe(keys).pause();
  }
}
