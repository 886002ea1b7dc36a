import type { Verdict } from "../../deliver/answer.ts";
import type { Dispatched } from "../../deliver/dispatch.ts";
import { VextelError } from "../../errors.ts";
import { plural, renderTime } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { countingEvent } from "../../relay/keep/equal/duplicate-receipt.ts";
import { describeRequestOf } from "../pipeline/pending/request.ts";

/** The result for one event, on one line. */
export function renderResult(id: string, result: Dispatched | VextelError, dsn: string | undefined): Line {
  const { tone, word, text } = describeResult(id, result, dsn);
  const name = id.slice(0, 12);
  return tone === undefined ? [`${name}  ${word}, ${text}`] : [[tone, `${name}  ${word}`], `  ${text}`];
}

/** What `--all` leaves out. */
export function renderRefused(count: number): Line[] {
  const were =
    count === 1 ? "was refused by its server before and was" : "were refused by their server before and were";
  return [
    [["warn", `${plural(count, "event")} ${were} not sent again.`]],
    ["See why: vextel list.  Send one again: vextel send <event-id>"],
  ];
}

/** A result in words: one or two as a summary, and the details. */
export interface Described {
  /** Absent if there was nothing to do. */
  readonly tone?: "good" | "warn" | "bad";
  readonly word: string;
  readonly text: string;
}

/** @param dsn - The address to use instead of the event's own. */
export function describeResult(id: string, result: Dispatched | VextelError, dsn: string | undefined): Described {
  const name = id.slice(0, 12);
  if (result instanceof VextelError)
    return { tone: "bad", word: "not sent", text: `${result.message}. ${result.hint}` };
  if (result.outcome === "settled") {
    const { state, settledAtMs, reason } = result.receipt;
    const why = reason === undefined ? "" : ` (${reason})`;
    const counting = countingEvent(reason)?.slice(0, 12);
    const next = counting === undefined ? "" : `; to send that event: vextel send ${counting}`;
    return { word: `already ${state}`, text: `${renderTime(settledAtMs)}${why}; nothing was sent now${next}` };
  }
  if ("verdict" in result) {
    const [tone, word, what] = describe(result.verdict);
    return { tone, word, text: `${what}${describeDoubt(result.verdict)}${describeUnnoted(name, result.verdict)}` };
  }
  const { entry } = result;
  switch (result.outcome) {
    case "held":
      return { tone: "warn", word: "held", text: `consent does not cover it; to send this one: vextel send ${name}` };
    case "refused": {
      const text = `the server refused it before; to send it again: vextel send ${name}`;
      return { tone: "warn", word: "not sent", text };
    }
    case "changed": {
      const text = `the current rules remove more; read it again (vextel show ${name}), then send`;
      return { tone: "warn", word: "not sent", text };
    }
    case "unapproved": {
      const text = `it changed after it was approved; read it again (vextel show ${name} --approve), then send`;
      return { tone: "warn", word: "not sent", text };
    }
    default: {
      const { url } = describeRequestOf(dsn ?? entry.dsn, entry.bytes);
      return {
        tone: "good",
        word: "would be sent",
        text: `POST ${url}, ${entry.bytes} bytes, SHA-256 ${entry.sha256}`,
      };
    }
  }
}

function describe({
  outcome,
  status,
  reason,
  retryAtMs,
  ambiguous,
}: Verdict): ["good" | "warn" | "bad", string, string] {
  switch (outcome) {
    case "sent":
      return ["good", "sent", `the server answered ${status}`];
    case "rejected":
      return ["bad", "rejected", `${reason}; it is kept`];
    case "limited":
      return ["warn", "limited", `${reason}, until ${renderTime(retryAtMs!)}; it is kept`];
    case "unreached":
      return [
        "warn",
        "not reached",
        `${reason}; ${ambiguous ? "it may have arrived anyway, and" : "it"} is kept: try again later`,
      ];
  }
}

const describeDoubt = ({ isAgain }: Verdict) =>
  isAgain ? "; an earlier request, whose answer was not recorded, may have arrived too; Sentry counts an id once" : "";

/** The event is unchanged on disk, so the line must say what is known. */
function describeUnnoted(name: string, { outcome, unnoted }: Verdict): string {
  if (unnoted === undefined) return "";
  const advice = outcome === "sent" ? `do not send it again; once that is fixed, drop it: vextel drop ${name}` : "";
  return `. This could not be recorded: ${unnoted}${advice && `; ${advice}`}`;
}
