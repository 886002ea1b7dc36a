import {
  type ErrorKey,
  type GroupException,
  type GroupFrame,
  groupIdentity,
  placeOf,
} from "../../group/fingerprint.ts";
import { foldMessage } from "../../group/fold-message.ts";
import { messageOf } from "../../normalise/exceptions/message.ts";
import { platformOf, readAs } from "../../normalise/exceptions/platform.ts";
import { type Fields, numberOf, printedOf, recordOf, textOf, valuesOf } from "../../normalise/fields.ts";
import { isOwnFile } from "../../seal/stack/in-app.ts";

/**
 * What two events have in common if they are the same error: see `groupIdentity`, which is the same for errors in logs;
 * of what is no exception its message and logger. What an author groups apart stays apart, but for its place: the
 * author's words may hold a user's.
 *
 * @param ownPaths - As in `Subject`. What an SDK takes for the program's own code may leave out the whole plugin, so
 *   without them every call counts.
 */
export function keyOf(payload: Fields, ownPaths: readonly string[]): ErrorKey {
  const exceptions = valuesOf(payload.exception ?? payload["sentry.interfaces.Exception"]).slice(-10);
  const platform = readAs(platformOf(payload.platform));
  const isOwn = (path: string) => isOwnFile(path, platform, ownPaths);
  if (exceptions.length === 0) {
    const [message, logger] = [foldMessage(beginningOf(messageOf(payload))), textOf(payload.logger)];
    return { key: JSON.stringify([[message, logger], payload.fingerprint]), place: JSON.stringify([logger]) };
  }
  const identity = groupIdentity(exceptions.map(exceptionOf), ({ path }) => ownPaths.length === 0 || isOwn(path));
  return { key: JSON.stringify([identity, payload.fingerprint]), place: JSON.stringify(placeOf(identity)) };
}

/** Enough to tell errors apart, UTF-16 units: floods are recognised before anything is scrubbed. */
const beginningOf = (text = "") => text.slice(0, 1_000);

interface PlacedFrame extends GroupFrame {
  readonly path: string;
}

function exceptionOf({ type, value, module, mechanism, stacktrace }: Fields): GroupException<PlacedFrame> {
  const { exception_id, parent_id, source } = recordOf(mechanism) ?? {};
  const [id, parent] = [numberOf(exception_id), numberOf(parent_id)];
  return {
    ...{ type: textOf(type) ?? "", value: beginningOf(printedOf(value)), module: textOf(module) ?? "" },
    mechanism: {
      ...{ source: textOf(source) ?? "" },
      ...(id !== undefined && { exception_id: id }),
      ...(parent !== undefined && { parent_id: parent }),
    },
    stacktrace: {
      frames: valuesOf(recordOf(stacktrace)?.frames ?? [])
        .slice(-100)
        .map(frameOf),
    },
  };
}

const frameOf = ({ filename, abs_path, function: name, lineno }: Fields): PlacedFrame => ({
  ...{ filename: textOf(filename) ?? "", function: textOf(name) ?? "", lineno: numberOf(lineno) ?? null },
  path: textOf(abs_path) ?? textOf(filename) ?? "",
});
