import {
  type ErrorKey,
  type GroupException,
  type GroupFrame,
  groupIdentity,
  placeOf,
} from "../../../group/fingerprint.ts";
import { foldMessage } from "../../../group/fold-message.ts";
import { messageOf } from "../../../normalise/exceptions/message.ts";
import { platformOf, readAs } from "../../../normalise/exceptions/platform.ts";
import { type Fields, numberOf, printedOf, recordOf, textOf, valuesOf } from "../../../normalise/fields.ts";
import { isOwnFile } from "../../../seal/stack/in-app.ts";

/**
 * The identity of an error, equal for equal errors: see `groupIdentity`, which is also used for errors in logs. For an
 * event without an exception: its message and logger. Groups that the author made stay separate, but not their places:
 * the author's words may contain a user's text.
 *
 * @param ownPaths - As in `Subject`. Without them every call counts, since an SDK may mark no call of the plugin as in
 * app.
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

/** Enough to distinguish errors, UTF-16 units: floods are recognised before anything is scrubbed. */
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
