import type { Verdict } from "../../deliver/answer.ts";
import type { Dispatched } from "../../deliver/dispatch.ts";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/line.ts";
import { renderTime } from "../../preview/summary.ts";
import { describeRequestOf } from "../pipeline/request.ts";

/** What became of one event, on a line. */
export function renderResult(id: string, result: Dispatched | VextelError, dsn: string | undefined): Line {
  const name = id.slice(0, 12);
  if (result instanceof VextelError) return [["bad", `${name}  not sent`], `  ${result.message}. ${result.hint}`];
  if (result.outcome === "settled") {
    const { state, settledAtMs } = result.receipt;
    return [`${name}  ${state} before, ${renderTime(settledAtMs)}; nothing was sent now`];
  }
  if ("verdict" in result) return renderVerdict(name, result.verdict);
  const { entry } = result;
  switch (result.outcome) {
    case "held":
      return [["warn", `${name}  held`], `  consent does not cover it; to send this one: vextel send ${name}`];
    case "changed":
      return [
        ["warn", `${name}  not sent`],
        `  today's rules take out more; look again (vextel show ${name}), then send`,
      ];
    case "unapproved":
      return [
        ["warn", `${name}  not sent`],
        `  it changed after it was approved; look again (vextel show ${name} --approve), then send`,
      ];
    default: {
      const { url } = describeRequestOf(dsn ?? entry.dsn, entry.bytes);
      return [["good", `${name}  would be sent`], `  POST ${url}, ${entry.bytes} bytes, SHA-256 ${entry.sha256}`];
    }
  }
}

function renderVerdict(name: string, verdict: Verdict): Line {
  const [tone, word, what] = describe(verdict);
  return [[tone, `${name}  ${word}`], `  ${what}${describeDoubt(verdict)}${describeUnnoted(name, verdict)}`];
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
        `${reason}; ${ambiguous ? "it may have arrived all the same, and" : "it"} is kept: try again later`,
      ];
  }
}

const describeDoubt = ({ isAgain }: Verdict) =>
  isAgain ? "; an earlier request, whose answer was not noted, may have arrived too: a Sentry counts an id once" : "";

/** The event stands as it did before the request: whoever looks at it later must know better. */
function describeUnnoted(name: string, { outcome, unnoted }: Verdict): string {
  if (unnoted === undefined) return "";
  const advice =
    outcome === "sent" ? `do not send it again, and forget it when that is mended: vextel drop ${name}` : "";
  return `. This could not be noted here: ${unnoted}${advice && `; ${advice}`}`;
}
