import fc from "fast-check";
import { expect, test } from "vitest";
import { readCarried } from "../../src/capture/logs/carried.ts";
import { matchLogfmtLine } from "../../src/capture/logs/formats/logfmt.ts";
import { parseFixedHead } from "../../src/capture/logs/head/fixed.ts";
import { parseHead } from "../../src/capture/logs/head/head.ts";
import { readByKnownHead } from "../../src/capture/logs/head/known-head.ts";
import { matchLogLine } from "../../src/capture/logs/parse-log-line.ts";

/** A line, followed by its time, level and logger (`-` if there is none) and its message. */
const heads: [string, string, string, string, string][] = [
  ["[5/6/2031] [7:08:09 AM] [nest] › ▶  start     [OWL] 1 egg", "5/6/2031 7:08:09 AM", "info", "nest", "[OWL] 1 egg"],
  ["[5/6/2031] [7:08:09 AM] [a.mjs] [nest] › ✖  error     oh", "5/6/2031 7:08:09 AM", "error", "nest", "oh"],
  ["[07:08:09] [Nest / Owl] FATAL ▪ oh", "07:08:09", "fatal", "Nest / Owl", "oh"],
  ["│ 2031-05-06 07:08:09 │ ERROR    │ nest.egg │ oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["┃ 07:08:09 ┃ ERROR ┃ oh", "07:08:09", "error", "-", "oh"],
  ["[✗] [2031-05-06 07:08:09] oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["[✓] ready", "-", "info", "-", "ready"],
  ["[⚠️] low", "-", "warning", "-", "low"],
  ["✗ error [nest.egg] oh", "-", "error", "nest.egg", "oh"],
  ["🔥 Error      2031-05-06T07:08:09+00:00 oh", "2031-05-06T07:08:09+00:00", "error", "-", "oh"],
  ["[nest] error: oh", "-", "error", "nest", "oh"],
  ["07:08:09.250 (nest.egg) › oh", "07:08:09.250", "-", "nest.egg", "oh"],
  ["07:08:09.250 › oh", "07:08:09.250", "-", "-", "oh"],
  ["07:08:09.25 <error> oh", "07:08:09.25", "error", "-", "oh"],
  ["[2031-05-06 07:08:09.250] [warn]  (nest) oh", "2031-05-06 07:08:09.250", "warning", "nest", "oh"],
  ["2031/05/06 07:08:09 812 owl ERROR nest - oh", "2031/05/06 07:08:09", "error", "nest", "oh"],
  ["2031-05-06 07:08:09.250\tERROR\t\tnest:egg\toh", "2031-05-06 07:08:09.250", "error", "nest:egg", "oh"],
  ["2031-05-06 07:08:09.250 ERROR /src/egg.ts:41 oh", "2031-05-06 07:08:09.250", "error", "-", "oh"],
  [
    "2031-05-06 07:08:09,250 [ERROR] nest.egg.<lambda>(9): oh",
    "2031-05-06 07:08:09,250",
    "error",
    "nest.egg.<lambda>",
    "oh",
  ],
  ["2031-05-06 07:08:09.250 | ERROR    | nest | egg:<lambda>:9 - oh", "2031-05-06 07:08:09.250", "error", "nest", "oh"],
  [
    "2031-05-06 07:08:09,250 - MainProcess/MainThread - nest - ERROR - oh",
    "2031-05-06 07:08:09,250",
    "error",
    "nest",
    "oh",
  ],
  ["[2031-05-06 07:08:09] ERROR    nest.egg: oh        egg.py:9", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["[2031-05-06 07:08:09] ERROR 07:08:09 oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["[2031-05-06 07:08:09] ERROR [07:08:09.250] (nest/812): oh", "2031-05-06 07:08:09", "error", "nest", "oh"],
  ["[2031-05-06 07:08:09] ERROR 07:30:00 is late", "2031-05-06 07:08:09", "error", "-", "07:30:00 is late"],
  ["{'event': \"it's low\", 'level': 'warning', 'logger': 'nest', 'eggs': None}", "-", "warning", "nest", "it's low"],
  ["ERROR nest.egg oh", "-", "error", "nest.egg", "oh"],
  ["ERROR nest:hatch:41 oh", "-", "error", "-", "nest:hatch:41 oh"],
  ["07:08:09.250 ERROR    nest:<lambda>:41 oh", "07:08:09.250", "error", "nest", "oh"],
  ["2031-05-06 07:08:09,250 ERROR nest:41 oh", "2031-05-06 07:08:09,250", "error", "nest", "oh"],
  ["2031-05-06 07:08:09 ERROR __main__ oh", "2031-05-06 07:08:09", "error", "__main__", "oh"],
  ["2031-05-06 07:08.09 [error    ] oh", "2031-05-06 07:08.09", "error", "-", "oh"],
  ["2031-05-06T07:08:09Z [error    ] oh       [nest.egg] ", "2031-05-06T07:08:09Z", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250;ERROR;nest.egg;oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 — nest.egg — ERROR — <lambda>:41 — oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["[2031-05-06 07:08:09] [Cluster 3] [ERROR] nest.egg: oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["[2031-05-06 07:08:09] [Cluster 3] [ERROR] oh", "2031-05-06 07:08:09", "error", "Cluster 3", "oh"],
  ["2031-05-06 07:08:09 [ERROR] (Shard 1) oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["[2031-05-06 07:08:09] nest.egg:: ERROR oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 ➜ error ➜ oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["May-06-2031 07:08:09 [nest] error: oh", "May-06-2031 07:08:09", "error", "nest", "oh"],
  ["Tue May 6th 2031, 7:08:09 am [ERROR]: oh", "Tue May 6th 2031, 7:08:09 am", "error", "-", "oh"],
  ["2031-05-06T07:08:09.250Z nest:egg oh", "2031-05-06T07:08:09.250Z", "-", "nest:egg", "oh"],
  ["error   oh", "-", "error", "-", "oh"],
  [" info: oh", "-", "info", "-", "oh"],
  ["[Nest] 812  - 05/06/2031, 7:08:09 AM   ERROR [Egg] oh +12ms", "05/06/2031, 7:08:09 AM", "error", "Egg", "oh"],
  ["ERROR asyncio Task failed", "-", "error", "asyncio", "Task failed"],
  ["ERROR egg.json is gone", "-", "error", "-", "egg.json is gone"],
  ["ERROR discord is down", "-", "error", "-", "discord is down"],
  ["[2031-05-06 07:08:09] INFO     tide is low", "2031-05-06 07:08:09", "info", "-", "tide is low"],
  ["[06/05/2031 07:08:09.250] [INFO    ] nest:hatch:41 » oh", "06/05/2031 07:08:09.250", "info", "nest", "oh"],
  ["<2031-05-06 07:08:09,250> <ERROR> <nest.egg> oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250, ERROR, nest.egg, oh, no", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh, no"],
  ["2031-05-06 07:08:09,250; ERROR; nest.egg; oh; no", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh; no"],
  ["2031-05-06 07:08:09,250 E nest.egg: oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 ERROR/nest.egg: oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 ERROR nest.egg.hatch:41 oh", "2031-05-06 07:08:09,250", "error", "nest.egg.hatch", "oh"],
  ["2031-05-06 07:08:09,250 - nest - hatch - line 41 - ERROR - oh", "2031-05-06 07:08:09,250", "error", "nest", "oh"],
  ["nest.egg 2031-05-06 07:08:09,250 ERROR: oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["[nest.egg] ERROR: oh", "-", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 812 MainThread ERROR nest.egg oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 Thread-3 ERROR nest.egg oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06T07:08:09+0000 <warn> nest.cjs:4 (Egg.hatch) oh", "2031-05-06T07:08:09+0000", "warning", "-", "oh"],
  ["error 2031-05-06T07:08:09.250Z oh", "2031-05-06T07:08:09.250Z", "error", "-", "oh"],
  ["✖  fatal     oh", "-", "fatal", "-", "oh"],
  ["ℹ  info      oh", "-", "info", "-", "oh"],
  [
    "time=2031-05-06 07:08:09,250 level=ERROR logger=nest.egg msg=oh no",
    "2031-05-06 07:08:09,250",
    "error",
    "nest.egg",
    "oh no",
  ],
  [
    "2031-05-06 07:08:09,250 - (MainThread) - ERROR - nest.egg - oh",
    "2031-05-06 07:08:09,250",
    "error",
    "nest.egg",
    "oh",
  ],
  ["ERROR: oh no", "-", "error", "-", "oh no"],
  ["INFO: wren.jay: oh", "-", "info", "-", "wren.jay: oh"],
  ['{"@t":"2031-05-06T07:08:09Z","@m":"oh","@l":"Error"}', "2031-05-06T07:08:09Z", "error", "-", "oh"],
  ["[07:08:09 | WARN] oh", "07:08:09", "warning", "-", "oh"],
  ["[ERROR|nest.egg|2031-05-06 07:08:09] oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["[07:08:09] [Nest Manager/ERROR]: oh", "07:08:09", "error", "Nest Manager", "oh"],
  ["[nest] [error] 2031-05-06T07:08:09.250Z oh", "2031-05-06T07:08:09.250Z", "error", "nest", "oh"],
  ["07:08:09 [E] nest.egg: oh", "07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06T07:08:09.250Z error [nest]: oh", "2031-05-06T07:08:09.250Z", "error", "nest", "oh"],
  ["2031-05-06T07:08:09+01:00 [error] nest.egg: oh", "2031-05-06T07:08:09+01:00", "error", "nest.egg", "oh"],
  ["2031-05-06T07:08:09+01:00 [info] wren: oh", "2031-05-06T07:08:09+01:00", "info", "-", "wren: oh"],
  ["2031.05.06 07:08:09 | nest.egg | ERROR >>> oh", "2031.05.06 07:08:09", "error", "nest.egg", "oh"],
  ["Tue May  6 07:08:09 2031 ERROR [nest.egg] oh", "Tue May  6 07:08:09 2031", "error", "nest.egg", "oh"],
  ["ERROR\t2031-05-06 07:08:09\tnest.egg\toh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["{2031-05-06 07:08:09} {ERROR} {nest.egg} oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["warning: [2031-05-06 07:08:09] oh", "2031-05-06 07:08:09", "warning", "-", "oh"],
  ["E | 2031-05-06 07:08:09 | nest.egg | oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 | 07:08:09 | ERROR | nest.egg | oh", "2031-05-06 | 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 (nest.egg) [ERROR] oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 (wren) [ERROR] oh", "2031-05-06 07:08:09", "-", "-", "(wren) [ERROR] oh"],
  ["2031-05-06T07:08:09Z  error    oh", "2031-05-06T07:08:09Z", "error", "-", "oh"],
  ["2031-05-06 07:08:09 → INFO → tide is low", "2031-05-06 07:08:09", "info", "-", "tide is low"],
  ["error    2031-05-06 07:08:09  [nest]  oh", "2031-05-06 07:08:09", "error", "nest", "oh"],
  ["2031-05-06 07:08:09 nest.egg:41 [ERROR] oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 [nest.egg] [ERROR]  oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["[nest.egg][ERROR] oh", "-", "error", "nest.egg", "oh"],
  ["(nest.egg) ERROR: oh", "-", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 |  warning  | oh", "2031-05-06 07:08:09", "warning", "-", "oh"],
  ["ERROR ▶ oh", "-", "error", "-", "oh"],
  ["2031-05-06 07:08:09 | ERROR | nest.egg.hatch() | oh", "2031-05-06 07:08:09", "error", "nest.egg.hatch", "oh"],
  ["2031-05-06 07:08:09 ERROR nest.egg MainThread : oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["ERROR    nest.egg:egg.py:41 oh", "-", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 <nest.egg> ERROR: oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09.250\tERROR\t[/src/nest.ts:6 nest]\toh", "2031-05-06 07:08:09.250", "error", "nest", "oh"],
  ["[2031-05-06 07:08:09] nest.egg → ERROR: oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 - Error - nest.egg: oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["2031-05-06T07:08:09Z nest.egg error: oh", "2031-05-06T07:08:09Z", "error", "nest.egg", "oh"],
  ["2031-5-6 7:08:09 [ERROR] oh", "2031-5-6 7:08:09", "error", "-", "oh"],
  ["2031-05-06 07:08:09  ERROR  nest.egg  oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  ["❌ [ERROR] 2031-05-06 07:08:09 oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["❌ 2031-05-06 07:08:09 ERROR nest.egg oh", "2031-05-06 07:08:09", "error", "nest.egg", "oh"],
  [
    "[2031-05-06 07:08:09] 2031-05-06 07:08:09.250 [WRN] nest.egg: oh",
    "2031-05-06 07:08:09",
    "warning",
    "nest.egg",
    "oh",
  ],
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
  ["06/05/2031 07:08:09 | nest | error: oh", "06/05/2031 07:08:09", "error", "nest", "oh"],
  ["06/May/2031 07:08:09 +0000 | ERROR    | nest.egg:41 | oh", "06/May/2031 07:08:09 +0000", "error", "nest.egg", "oh"],
  ["06.05.2031 07:08:09 | INFO     | nest:41 - oh", "06.05.2031 07:08:09", "info", "nest", "oh"],
  ["May 6, 2031 > 07:08:09 | INFO | oh", "May 6, 2031 > 07:08:09", "info", "-", "oh"],
  ["November 6, 2031 at 07:08:09 | INFO | oh", "November 6, 2031 at 07:08:09", "info", "-", "oh"],
  ["2031-05-06 07:08:09,250 - nest - CRITICAL - oh", "2031-05-06 07:08:09,250", "fatal", "nest", "oh"],
  ["2031-05-06 07:08:09,250 [INFO] nest.egg (egg.py:41): oh", "2031-05-06 07:08:09,250", "info", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 host nest.egg[812] CRITICAL oh", "2031-05-06 07:08:09", "fatal", "nest.egg", "oh"],
  ["May 06 07:08:09 nest.egg[812] ERROR oh", "May 06 07:08:09", "error", "nest.egg", "oh"],
  ["nest.egg - ERROR: oh", "-", "error", "nest.egg", "oh"],
  ["[ERROR] (nest.egg) oh", "-", "error", "nest.egg", "oh"],
  ["[error] [nest] oh", "-", "error", "nest", "oh"],
  ["[nest]  ERROR  oh", "-", "error", "nest", "oh"],
  ["ERROR    hatching failed", "-", "error", "-", "hatching failed"],
  ["[2031-05-06T07:08:09.250Z] error: \toh", "2031-05-06T07:08:09.250Z", "error", "-", "oh"],
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
  ["05-06 07:08 nest.egg     ERROR    oh", "05-06 07:08", "error", "nest.egg", "oh"],
  ["07:08:09,25 nest.egg ERROR oh", "07:08:09,25", "error", "nest.egg", "oh"],
  ["ERROR 2031-05-06 07:08:09,250 nest 812 140610702209088 oh", "2031-05-06 07:08:09,250", "error", "nest", "oh"],
  ["2031-05-06 07:08:09,250 ERROR [nest.egg:41] oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 - ERROR - nest - hoot - 9 - oh", "2031-05-06 07:08:09,250", "error", "nest", "oh"],
  ["<2031-05-06 07:08:09,250> {ERROR} nest.egg :: oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["06 May 2031 07:08:09 {ERROR} (nest.egg) oh", "06 May 2031 07:08:09", "error", "nest.egg", "oh"],
  ["** ERROR ** 2031-05-06 07:08:09 oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["06.05.2031 07:08:09 ** ERROR ** oh", "06.05.2031 07:08:09", "error", "-", "oh"],
  ["--ERROR-- 2031-05-06 07:08:09,250 nest.egg: oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["(ERROR) oh", "-", "error", "-", "oh"],
  ["[2031-05-06 07:08:09] [ERROR] 2001-01-01 00:00:00 - oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  [
    "[2031-05-06 07:08:09] [ERROR] oh 2001-01-01 00:00:00",
    "2031-05-06 07:08:09",
    "error",
    "-",
    "oh 2001-01-01 00:00:00",
  ],
  ["2031-05-06 07:08:09,250 E nest.egg oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["[nest.egg] [06-05-2031 07:08:09] ERROR >> oh", "06-05-2031 07:08:09", "error", "nest.egg", "oh"],
  ["20310506-070809|ERROR|nest.egg|oh", "20310506-070809", "error", "nest.egg", "oh"],
  ["812 2031-05-06 07:08:09,250 ERROR nest.egg oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 || ERROR || nest.egg || oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 => ERROR => nest.egg => oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["ERROR - 2031-05-06 07:08:09 --> oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  ["[06.05.2031 07:08:09] ❌ ERROR    nest » oh", "06.05.2031 07:08:09", "error", "nest", "oh"],
  ["🔴 ERROR 2031-05-06 07:08:09 oh", "2031-05-06 07:08:09", "error", "-", "oh"],
  [
    "[2031-05-06 07:08:09,250: ERROR/Main] nest.egg[4f0f9a31]: oh",
    "2031-05-06 07:08:09,250",
    "error",
    "Main",
    "nest.egg[4f0f9a31]: oh",
  ],
  ["2031-05-06 07:08:09 ERROR nest[812]: oh", "2031-05-06 07:08:09", "error", "nest", "oh"],
  ["2031-05-06 07:08:09,250 nest.egg:ERROR:oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09,250 ERROR (MainThread) [nest.egg] oh", "2031-05-06 07:08:09,250", "error", "nest.egg", "oh"],
  ["2031-05-06 07:08:09 | MainThread | ERROR | nest | oh", "2031-05-06 07:08:09", "error", "nest", "oh"],
  ["[2031-05-06 07:08:09] ERROR in nest: oh", "2031-05-06 07:08:09", "error", "nest", "oh"],
  ["[2031-05-06|07:08:09|ERROR] oh", "2031-05-06|07:08:09", "error", "-", "oh"],
  ["Tuesday, May 06, 2031 07:08:09 AM [ERROR] oh", "Tuesday, May 06, 2031 07:08:09 AM", "error", "-", "oh"],
  ["[11/27/26 07:08:09] oh                                nest.py:9", "11/27/26 07:08:09", "-", "-", "oh"],
  ["E, [2031-05-06T07:08:09.250123 #812] ERROR -- nest: oh", "2031-05-06T07:08:09.250123", "error", "nest", "oh"],
  ["W, [2031-05-06T07:08:09.250123 #812]  WARN -- : oh", "2031-05-06T07:08:09.250123", "warning", "-", "oh"],
  ["npm ERR! code ELIFECYCLE", "-", "error", "npm", "code ELIFECYCLE"],
  ["npm error code 1", "-", "error", "npm", "code 1"],
  ["ERR! nest     at hatch (/srv/nest.js:3:9)", "-", "error", "nest", "    at hatch (/srv/nest.js:3:9)"],
  [
    "2031-05-06 07:08:09 error: Uncaught (in promise) RangeError: oh",
    "2031-05-06 07:08:09",
    "-",
    "-",
    "error: Uncaught (in promise) RangeError: oh",
  ],
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
  ["[07:08:09] <owl> oh"],
  ["[07:08] oh"],
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
  ["ERROR: test_egg (nest.TestEgg.test_egg)"],
  ["=== ERROR ==="],
  ["* ERROR is what it said"],
  ["- ERROR oh"],
  ["npm is slow"],
  ["error nest oh"],
])("%s is not a log line", (line) => {
  expect(matchLogLine(line)).toBeUndefined();
});

const parse = (line: string) => matchLogfmtLine(line) ?? parseFixedHead(line) ?? parseHead(line);
const times = ["2031-05-06 07:08:09", "2031-05-06T07:08:09Z", "2031-05-06 07:08:09,250", "2031-05-06T07:08:09.250Z"];
const headPieces = [
  " ",
  " [INFO] ",
  " INFO ",
  " INFO     ",
  " [ERROR   ] ",
  " E ",
  "] ",
  "[",
  "(",
  " - ",
  " | ",
  ": ",
  " in ",
];
const namePieces = [
  "nest",
  "nest.egg",
  "May",
  "in",
  "MainThread",
  "x7",
  "<nest>",
  "EggError",
  "hatch.py",
  "INFO",
  "12",
];
const ends = [
  "oh",
  " oh no",
  ": ",
  "nest: oh",
  " INFO: oh",
  "hatch.py:12",
  "          nest/hatch.py:12",
  ' {"stack":"Error"}',
  "[x] y",
];
const ends2 = [
  "(Thread-1 oh) ",
  "Main thread",
  "Pool_1 INFO ",
  "May 6 2031 07:08:09 oh",
  "oh - 12 - ",
  "oh] ",
  "oh) ",
  "=",
  "\t",
];
const piecesOf = (pieces: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...pieces), { maxLength }).map((all) => all.join(""));

test("a line is read alike whether its head is known or not", () => {
  const isKnown = { times: 0 };
  const heads = fc.oneof(
    piecesOf([...headPieces, ...namePieces], 6),
    fc
      .tuple(fc.constantFrom(" [INFO] ", " ERROR ", " WARNING  "), fc.constantFrom(...namePieces))
      .map((all) => all.join("")),
  );
  const alike = fc.property(
    fc.constantFrom(...times, ...times.map((time) => `[${time}]`)),
    heads,
    piecesOf([...ends, ...ends2], 3),
    (time, head, message) => {
      const lines = [`${time}${head}: Herons seen`, `${time.replace("07", "17")}${head}: ${message}`];
      for (const line of lines) {
        let isParsed = false;
        const read = readByKnownHead(line, (all) => {
          isParsed = true;
          return parse(all);
        });
        expect(read).toEqual(parse(line));
        if (!isParsed) isKnown.times += 1;
      }
    },
  );
  fc.assert(alike, { numRuns: 5000 });
  expect(isKnown.times).toBeGreaterThan(200);
});

test("a line that is indented a little is a log line only with a digit or a word in capitals", () => {
  const lines = fc
    .tuple(fc.integer({ min: 1, max: 9 }), piecesOf([...headPieces, ...namePieces, ...ends, ...ends2], 5))
    .map(([indent, text]) => `${" ".repeat(indent)}${text}`)
    .filter((line) => /^ {1,9}(?![\d ]|[A-Z][A-Z ])./.test(line));
  const isNone = fc.property(lines, (line) => {
    expect([parse(line), readCarried(line, parse), matchLogLine(line)]).toEqual([undefined, undefined, undefined]);
  });
  fc.assert(isNone, { numRuns: 2000 });
});
