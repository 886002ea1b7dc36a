import { foldMessage } from "./fold.ts";

/** A frame as Sentry's events have it. */
export interface GroupFrame {
  readonly filename?: string;
  readonly function?: string;
  readonly lineno?: number | null;
  readonly in_app?: boolean;
}

/** An exception as Sentry's events have it, as far as it says what bug it is of. */
export interface GroupException<Frame extends GroupFrame = GroupFrame> {
  readonly type: string;
  readonly value: string;
  readonly module?: string;
  readonly mechanism?: { readonly source?: string; readonly parent_id?: number };
  readonly stacktrace?: { readonly frames: readonly Frame[] };
}

/**
 * What equal errors have in common, as JSON: of each exception its type, message (see `foldMessage`), place among the
 * others, and the calls in the program's own code, or all calls if none is its own. Calls that recur count once: how
 * deep a recursion went says nothing.
 *
 * @param isOwn - Whether a frame is not of a library. Default: what it says of itself.
 */
export function groupIdentity<Frame extends GroupFrame>(
  values: readonly GroupException<Frame>[],
  isOwn: (frame: Frame, exceptionAt: number, frameAt: number) => boolean = (frame) => frame.in_app === true,
): (string | number | null | string[])[][] {
  const own = values.map(({ stacktrace }, at) => stacktrace?.frames.filter((frame, index) => isOwn(frame, at, index)));
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

/** Without the folder: that is the machine's own. */
const nameOf = ({ filename = "", lineno, function: name }: GroupFrame) =>
  `${filename.slice(Math.max(filename.lastIndexOf("/"), filename.lastIndexOf("\\")) + 1)}:${lineno ?? ""} ${name ?? ""}`;
