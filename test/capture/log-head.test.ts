import { expect, test } from "vitest";
import { matchLogLine } from "../../src/capture/logs/parse-log-line.ts";

/** A line; then its time, level and logger, `-` for none, and its message. */
const heads: [string, string, string, string, string][] = [
  ["[5/6/2031] [7:08:09 AM] [nest] › ▶  start     [OWL] 1 egg", "5/6/2031 7:08:09 AM", "info", "nest", "[OWL] 1 egg"],
  ["[5/6/2031] [7:08:09 AM] [a.mjs] [nest] › ✖  error     oh", "5/6/2031 7:08:09 AM", "error", "nest", "oh"],
  ["[07:08:09] [Nest / Owl] FATAL ▪ oh", "07:08:09", "fatal", "Nest / Owl", "oh"],
  ["[07:08:09 | WARN] oh", "07:08:09", "warning", "-", "oh"],
  ["[07:08:09 INFO] [Nest] oh", "07:08:09", "info", "Nest", "oh"],
  ["[07:08:09] [main/INFO]: oh", "07:08:09", "info", "-", "oh"],
  ["07:08:09 - INFO - oh", "07:08:09", "info", "-", "oh"],
  ["2031-05-06 07:08:09.250\tERROR\tnest.mjs:6\tnest\toh", "2031-05-06 07:08:09.250", "error", "nest", "oh"],
  ["2031-05-06 07:08:09.250\tERROR\t/src/nest.ts:6 [nest]\toh", "2031-05-06 07:08:09.250", "error", "nest", "oh"],
  ["[error] oh", "-", "error", "-", "oh"],
  ["[success] oh", "-", "info", "-", "oh"],
  ["[ERROR] red.nest: oh", "-", "error", "red.nest", "oh"],
  ["[ERROR] nest.ColdError: oh", "-", "error", "-", "nest.ColdError: oh"],
  ["[INFO/MainProcess] oh", "-", "info", "-", "oh"],
  ["[INFO][nest] oh", "-", "info", "nest", "oh"],
  ["INFO [nest] oh", "-", "info", "nest", "oh"],
  [" ERROR  oh", "-", "error", "-", "oh"],
  ["INFO:     Started", "-", "info", "-", "Started"],
  ["nest.egg - INFO - oh", "-", "info", "nest.egg", "oh"],
  ["nest: ERROR: oh", "-", "error", "nest", "oh"],
  ["[ERROR] (07:08:09 PM) nest.egg: oh", "07:08:09 PM", "error", "nest.egg", "oh"],
  ["(06.05.2031 07:08:09) nest.egg <INFO> oh", "06.05.2031 07:08:09", "info", "nest.egg", "oh"],
  ["[2031-05-06 07:08:09,250: ERROR/MainProcess] oh", "2031-05-06 07:08:09,250", "error", "-", "oh"],
  ["2031-05-06 07:08:09,250 [MainThread  ] [INFO ]  an oh", "2031-05-06 07:08:09,250", "info", "-", "an oh"],
  ["2031-05-06 07:08:09,250 [MainThread  ] [WARNI]  oh", "2031-05-06 07:08:09,250", "warning", "-", "oh"],
  ["2031-05-06 07:08:09,250 — nest — ERROR — oh", "2031-05-06 07:08:09,250", "error", "nest", "oh"],
  ["2031-05-06 07:08:09,250 ERROR nest.egg oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 ERROR egg.json is gone", "2031-05-06 07:08:09,250", "error", "-", "egg.json is gone"],
  ["2031-05-06 07:08:09.250 812 ERROR nest.egg [-] oh", "2031-05-06 07:08:09.250", "error", "nest.egg", "oh"],
  ["2031-05-06T07:08:09+0000 <info> nest.mjs:32 oh", "2031-05-06T07:08:09+0000", "info", "-", "oh"],
  ["[2031-05-06 07:08:09.250 +0200] ERROR (nest): oh", "2031-05-06 07:08:09.250 +0200", "error", "nest", "oh"],
  ["ERROR (nest) oh", "-", "error", "-", "(nest) oh"],
  ["E0506 07:08:09.250123 812 nest.py:41] oh", "-", "error", "-", "oh"],
  ["[W 310506 07:08:09 web:41] oh", "2031-05-06 07:08:09", "warning", "-", "oh"],
  ["[I 2031-05-06 07:08:09.250 NestApp] oh", "2031-05-06 07:08:09.250", "info", "NestApp", "oh"],
  ["[nest] › ✖  error     oh", "-", "error", "nest", "oh"],
  ["› success   oh", "-", "info", "-", "oh"],
  ["✔ an oh                      nest 7:08:09 AM", "7:08:09 AM", "info", "nest", "an oh"],
  [" ERROR  an oh                     7:08:09 AM", "7:08:09 AM", "error", "-", "an oh"],
  [
    "2031-05-06 07:08:09 ERROR DiscordAPIError[50001]: no",
    "2031-05-06 07:08:09",
    "error",
    "-",
    "DiscordAPIError[50001]: no",
  ],
  ["2031-05-06 07:08:09 ERROR TypeError: no", "2031-05-06 07:08:09", "error", "-", "TypeError: no"],
  ["[07:08:09] INFO     Two owls are up          nest.py:12", "07:08:09", "info", "-", "Two owls are up"],
  ["           WARNING  Two owls are up          nest.py:12", "-", "warning", "-", "Two owls are up"],
  ["2031-05-06 07:08:09 | nest | INFO | oh", "2031-05-06 07:08:09", "info", "nest", "oh"],
  ["2031-05-06 07:08:09 » INFO » oh", "2031-05-06 07:08:09", "info", "-", "oh"],
  ["2031-05-06 at 07:08:09 | ERROR | oh", "2031-05-06 at 07:08:09", "error", "-", "oh"],
  ["2031-05-06 07:08:09,250 INFO nest.py:41 oh", "2031-05-06 07:08:09,250", "info", "-", "oh"],
  ["2031-05-06 07:08:09,250 INFO nest oh", "2031-05-06 07:08:09,250", "info", "-", "nest oh"],
  ["2031-05-06 07:08:09 [nest] oh", "2031-05-06 07:08:09", "-", "-", "[nest] oh"],
  ["2031-05-06 07:08:09 Error: oh", "2031-05-06 07:08:09", "-", "-", "Error: oh"],
  ["[2031-05-06 07:08:09] [NEST] [INFO] oh", "2031-05-06 07:08:09", "info", "NEST", "oh"],
  ["[INFO] 2031-05-06 07:08:09 - oh", "2031-05-06 07:08:09", "info", "-", "oh"],
  [
    "Tue May 06 2031 07:08:09 GMT+0200 (CEST) [ERROR] oh",
    "Tue May 06 2031 07:08:09 GMT+0200 (CEST)",
    "error",
    "-",
    "oh",
  ],
  ["5/6/2031, 7:08:09 AM ERROR oh", "5/6/2031, 7:08:09 AM", "error", "-", "oh"],
  ["May  6 07:08:09 AM  oh", "May  6 07:08:09 AM", "-", "-", "oh"],
  [
    "2031-05-06 07:08:09.250  INFO 1 --- [main] lavalink.Launcher : oh",
    ...(["2031-05-06 07:08:09.250", "info", "lavalink.Launcher", "oh"] as const),
  ],
];

const latin1 = (text: string) => Buffer.from(text).toString("latin1");

test.each(heads)("%s", (line, time, level, logger, message) => {
  const found = matchLogLine(latin1(line));
  expect([found?.time ?? "-", found?.level ?? "-", found?.logger ?? "-", found?.message]).toEqual([
    ...[time, level, latin1(logger), latin1(message)],
  ]);
});

test.each([
  ["[07:08:09] oh"],
  ["Traceback (most recent call last):"],
  ["Error oh"],
  ["Error: oh"],
  ["error: Uncaught (in promise) RangeError: oh"],
  ["    at hatch (/srv/owls/nest.js:3:9)"],
  ["[nest] oh"],
  ["✔ oh"],
  ["│ oh                  7:08:09 │"],
  ["(nest) oh"],
  ["Error - oh - no"],
  ["  INFO is no head here"],
])("%s is no log line", (line) => {
  expect(matchLogLine(line)).toBeUndefined();
});
