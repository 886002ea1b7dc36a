import { foldMessage } from "./fold-message.ts";

/** A frame of a Sentry event. */
export interface GroupFrame {
  readonly filename?: string;
  readonly function?: string;
  readonly lineno?: number | null;
  readonly in_app?: boolean;
}

/** An exception of a Sentry event, as far as it identifies a bug. */
export interface GroupException<Frame extends GroupFrame = GroupFrame> {
  readonly type: string;
  readonly value: string;
  readonly module?: string;
  readonly mechanism?: { readonly source?: string; readonly exception_id?: number; readonly parent_id?: number };
  readonly stacktrace?: { readonly frames: readonly Frame[] };
}

/** For each exception: its module, type and message, and where it comes from. */
export type Identity = (string | number | null | string[])[][];

/** The identities of an error in a running program. */
export interface ErrorKey {
  /** Equal for equal errors: as `groupIdentity`, which works for errors in logs too. */
  readonly key: string;
  /** The same without the messages, which users may choose. */
  readonly place: string;
}

/** Where an error comes from, as JSON: its identity without the messages. */
export const placeOf = (identity: Identity): Identity =>
  identity.map(([module = "", type = "", _message, ...rest]) => [module, type, ...rest]);

/**
 * The identity that equal errors share, as JSON: for each exception its type, message (see `foldMessage`), place in the
 * chain, and the calls in the program's own code, or all calls if none is its own. Repeated calls count once, since the
 * depth of a recursion varies.
 *
 * @param isOwn - Whether a frame is not from a library. Default: its `in_app`.
 */
export function groupIdentity<Frame extends GroupFrame>(
  exceptions: readonly GroupException<Frame>[],
  isOwn: (frame: Frame, exceptionId: number, frameAt: number) => boolean = (frame) => frame.in_app === true,
): Identity {
  const values = [...exceptions].sort((a, b) => idOf(a) - idOf(b)); // the order is only for display
  const own = values.map((exception) =>
    exception.stacktrace?.frames.filter((frame, at) => isOwn(frame, idOf(exception), at)),
  );
  const hasOwn = own.some((frames) => frames !== undefined && frames.length > 0);
  return values.map(({ type, value, module, mechanism, stacktrace }, at) => {
    const frames = (hasOwn ? own[at] : stacktrace?.frames) ?? [];
    return [
      ...[module ?? "", type, foldMessage(value)],
      ...[mechanism?.source ?? "", mechanism?.parent_id ?? null],
      [...new Set(frames.map(nameOf))],
    ];
  });
}

const idOf = ({ mechanism }: GroupException) => mechanism?.exception_id ?? 0;

/** Without the folder, which differs between machines. */
const nameOf = ({ filename = "", lineno, function: name }: GroupFrame) =>
  `${filename.slice(Math.max(filename.lastIndexOf("/"), filename.lastIndexOf("\\")) + 1)}:${lineno ?? ""} ${name ?? ""}`;
