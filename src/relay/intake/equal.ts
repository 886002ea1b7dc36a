import { type Fields, recordOf, textOf, valuesOf } from "../../normalise/fields.ts";
import { messageOf } from "../../normalise/message.ts";

/** What two events have in common if they are the same error: types, where it was raised, the message but for numbers. */
export function equalKeyOf(payload: Fields): string {
  const exceptions = valuesOf(payload.exception ?? payload["sentry.interfaces.Exception"]).slice(-10);
  if (exceptions.length === 0) return JSON.stringify([shapeOf(messageOf(payload)), textOf(payload.logger)]);
  return JSON.stringify(
    exceptions.map((one) => [textOf(one.type), shapeOf(textOf(one.value, Infinity)), placesOf(one)]),
  );
}

/** The calls nearest to the crash. */
const placesOf = ({ stacktrace }: Fields) =>
  valuesOf(recordOf(stacktrace)?.frames ?? [])
    .slice(-10)
    .map(({ filename, function: name, lineno }) => [textOf(filename), textOf(name), lineno]);

const shapeOf = (message: string | undefined) => message?.slice(0, 100).replace(/\d+/g, "0");
