/** The name of an error class, the class itself, or a function that says whether to ignore an error. */
export type IgnoreRule = string | ErrorClass | ((error: unknown) => boolean);

/** A class of errors, also an abstract one. */
type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Errors with which bot frameworks answer the user who typed a command: a failed check, an argument that could not be
 * read. Subclasses count too.
 */
export const defaultIgnored: readonly string[] = [
  ...["UserFeedback", "UserFeedbackError", "UserFeedbackCheckFailure", "UserInputError", "UserError"],
  ...["CheckFailure", "CheckFailureError", "PreconditionError", "InhibitorError"],
  ...["ArgumentError", "BadArgument", "BadArgumentError", "MissingArgument", "MissingRequiredArgument"],
  ...["CommandNotFound", "CommandOnCooldown", "CooldownError", "DisabledCommand", "NoPrivateMessage"],
  ...["MissingPermissions", "BotMissingPermissions", "NotOwner", "NSFWChannelRequired"],
];

/** @returns Whether an error is ignored; never throws, whatever the error is. */
export function createIgnore(added: readonly IgnoreRule[]): (error: unknown) => boolean {
  const names = new Set<unknown>(defaultIgnored);
  const classes: ErrorClass[] = [];
  const tests: ((error: unknown) => boolean)[] = [];
  for (const rule of added) {
    if (typeof rule === "string") names.add(rule);
    else if (isErrorClass(rule)) classes.push(rule);
    else tests.push(rule as (error: unknown) => boolean);
  }
  const matches = (error: unknown) =>
    classNames(error).some((name) => names.has(name)) ||
    classes.some((type) => error instanceof type) ||
    tests.some((test) => test(error));
  return (error) => {
    try {
      return matches(error);
    } catch {
      return false; // a getter or a test that fails must not hide an error
    }
  };
}

const isErrorClass = (rule: unknown): rule is ErrorClass =>
  typeof rule === "function" && (rule === Error || rule.prototype instanceof Error);

/** Its own `name`, and the names of its class and the classes above. */
function classNames(error: unknown): unknown[] {
  if (typeof error !== "object" || error === null) return [];
  const names: unknown[] = [(error as Error).name];
  let above: object | null = Object.getPrototypeOf(error);
  for (let depth = 0; above && depth < 20; depth++) {
    names.push(above.constructor?.name);
    above = Object.getPrototypeOf(above);
  }
  return names;
}
