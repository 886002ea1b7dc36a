import { inspect } from "node:util";
import { type Reported, readErrors, readReported } from "./reported.ts";
import type { TestWorld } from "./world.ts";

/** The result of a matcher in vitest or jest. */
export interface Match {
  readonly pass: boolean;
  message(): string;
}

/** What a reported error must have; absent fields may have any value. */
export interface Expected {
  readonly type?: string | undefined;
  /** The whole message, or a pattern for it, after scrubbing. */
  readonly message?: string | RegExp | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly sent?: boolean | undefined;
}

/**
 * The matchers of an assertion; for vitest: `declare module "vitest" { interface Matchers<T> extends VextelMatchers<T>
 * {} }`.
 */
export interface VextelMatchers<Result = unknown> {
  toHaveReported(expected?: Expected): Result;
  toHaveReportedNothing(): Result;
  toLeak(secret: string): Result;
}

/**
 * For `expect.extend(vextelMatchers)` in vitest and jest:
 * `expect(world).toHaveReported({ type: "TypeError" })`, `expect(world).toHaveReportedNothing()`,
 * `expect(world).toLeak("private text")`.
 */
export const vextelMatchers = {
  toHaveReported(this: unknown, world: TestWorld, expected: Expected = {}): Match {
    const errors = readErrors(world);
    const wanted = `${isNegated(this) ? "no error" : "an error"} ${Object.keys(expected).length > 0 ? `with ${inspect(expected)}` : "at all"}`;
    return {
      pass: errors.some((error) => isLike(error, expected)),
      message: () => `expected ${wanted}; the errors that were reported:\n${errors.map(render).join("\n") || "none"}`,
    };
  },
  toHaveReportedNothing: (world: TestWorld): Match => {
    const all = readReported(world);
    return {
      pass: all.length === 0,
      message: () => `expected no report; what was reported:\n${all.map(render).join("\n") || "nothing"}`,
    };
  },
  /**
   * Searches everything that plugins reported, and every file of vextel. Fails in both directions if nothing was
   * reported.
   */
  toLeak(this: unknown, world: TestWorld, secret: string): Match {
    if (readReported(world).length === 0)
      return { pass: isNegated(this), message: () => "nothing was reported, so nothing could leak" };
    const posted = world.posted.map(({ url, body }) => [url, body] as const);
    const places = [...world.disk, ...posted].filter(([, bytes]) => Buffer.from(bytes).includes(secret));
    return {
      pass: places.length > 0,
      message: () => `places that contain it: ${places.map(([at]) => at).join(", ") || "none"}`,
    };
  },
};

/** @param context - What vitest and jest pass to a matcher as `this`. */
const isNegated = (context: unknown) => Object(context).isNot === true;

function isLike({ payload, sent }: Reported, expected: Expected): boolean {
  const raised = payload.exception?.values.at(-1);
  const { type, message, tags = {} } = expected;
  if (type !== undefined && raised?.type !== type) return false;
  if (typeof message === "string" && raised?.value !== message) return false;
  if (message instanceof RegExp && !message.test(raised?.value ?? "")) return false;
  if (expected.sent !== undefined && expected.sent !== sent) return false;
  return Object.entries(tags).every(([key, value]) => payload.tags?.[key] === value);
}

function render({ type, payload, sent }: Reported): string {
  const raised = payload.exception?.values.at(-1);
  return `  ${sent ? "sent" : "waiting"} ${type} ${raised ? `${raised.type}: ${raised.value}` : ""}`.trimEnd();
}
