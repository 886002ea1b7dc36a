import { allKinds } from "../../../consent/kinds.ts";
import type { Block } from "../../../preview/document.ts";
import { renderEnvelope } from "../../../preview/render.ts";
import { renderCounts } from "../../../preview/summary.ts";
import type { Line } from "../../../preview/terminal/line.ts";
import type { Manifest } from "../../../publisher/manifest.ts";
import { countByRule } from "../../../scrub/finding.ts";
import type { Sealed } from "../../../seal/seal.ts";
import { claimsOf } from "../../consent/claims.ts";
import { renderFacts } from "../../consent/facts.ts";

/** A rule of the scrubber. */
export interface PageRule {
  readonly name: string;
  readonly recognises: string;
  readonly becomes: string;
}

/**
 * The page that tells owners about a publisher's error reports.
 *
 * @param sample - An event as it would be sent.
 * @param rules - Those that are on by default.
 */
export function describePage(manifest: Manifest, sample: Sealed | undefined, rules: readonly PageRule[]): Block[] {
  const { publisher, title, support } = manifest;
  return [
    { heading: `Error reports to ${title}`, level: 1 },
    {
      text: [
        "When one of these plugins fails on your bot, its author can get a report of the error, if you agree. ",
        { code: "vextel" },
        " finds the error on your machine, removes what its rules recognise as private, and shows you exactly what would be sent. ",
        "Nothing is sent until you agree, or send one error yourself.",
      ],
    },
    { heading: "What you are asked", level: 2 },
    {
      text: [
        { code: `vextel enable ${publisher}` },
        " shows this, and asks. Your consent covers only these destinations, paths, loggers and kinds; for others you are asked again.",
      ],
    },
    { lines: renderFacts(publisher, manifest, claimsOf(publisher, [manifest], undefined, {}), allKinds) },
    ...(sample ? describeSample(sample) : []),
    ...describeRules(rules),
    { heading: "What else to know", level: 2 },
    {
      items: [
        [
          "The server sees the IP address of your machine, like every server that you connect to. Reports ask it not to store the address.",
        ],
        [
          { code: "user.id" },
          " is a random number, made on your machine for this publisher only. It is not derived from anything, and tells the author how many bots an error is on.",
        ],
        [
          "Discord ids are shortened to four digits. Somebody with a list of members can match the digits against it; ",
          { code: "vextel policy ids keyed" },
          " prevents that.",
        ],
        [
          "No program recognises every private word in a message. Read a report before you send it, and add words of your own: ",
          { code: "vextel policy add WORD" },
        ],
        [
          "Sessions and timings come only from plugins that use the library of vextel or an SDK of Sentry, never from logs.",
        ],
      ],
    },
    { heading: "Commands", level: 2 },
    {
      head: ["command", "does"],
      rows: [
        [
          { code: "vextel publisher add vextel.json" },
          "registers these plugins; the file is their publisher's manifest",
        ],
        [{ code: "vextel preview LOG" }, "shows what would be sent for the errors in a log; sends nothing"],
        [{ code: "vextel send EVENT" }, "sends one error that you have read"],
        [
          { code: `vextel enable ${publisher}` },
          "shows the above, asks, and lets errors be sent automatically from then on",
        ],
        [{ code: `vextel enable ${publisher} --without sessions,timings` }, "the same, for errors only"],
        [{ code: `vextel disable ${publisher}` }, "stops automatic sending"],
        [{ code: "vextel history" }, "shows what was sent, when and where"],
        [{ code: `vextel publisher remove ${publisher}` }, "deletes this publisher's manifest and ends your consent"],
        [{ code: "vextel reset" }, "deletes all events and decisions, and makes new random numbers"],
        [{ code: "DO_NOT_TRACK=1" }, "in the environment: nothing is sent automatically, whatever you decided"],
      ],
    },
    ...(support === undefined ? [] : [{ text: ["Questions, or a report that you want deleted: ", { link: support }] }]),
  ];
}

function describeSample({ bytes, findings }: Sealed): Block[] {
  const taken: Line = ["Removed: ", renderCounts(countByRule(findings))];
  return [
    { heading: "What a report contains", level: 2 },
    { text: ["All of a report of a made-up error, as ", { code: "vextel preview" }, " shows it:"] },
    { lines: [...renderEnvelope(bytes), [], taken] },
  ];
}

const describeRules = (rules: readonly PageRule[]): Block[] => [
  { heading: "What is removed", level: 2 },
  {
    head: ["what is recognised", "becomes"],
    rows: rules.map(({ recognises, becomes }) => [recognises, becomes]),
  },
];
