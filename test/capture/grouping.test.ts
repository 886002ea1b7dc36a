import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import type { SentryException } from "../../src/seal/drafts/exceptions.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { sampleScrubContext, sampleSubject } from "../support/samples.ts";

interface Circumstances {
  readonly home: string;
  readonly member: string;
  readonly hook: string;
  readonly host: string;
  readonly day: string;
}

const first: Circumstances = {
  home: "/home/wren",
  member: "284736592019283746",
  hook: `https://discord.com/api/webhooks/284736592019283746/${"aB3".repeat(22)}xy`,
  host: "203.0.113.7",
  day: "2031-05-06",
};
const second: Circumstances = {
  home: "/home/jay_the_third",
  member: "918273645546372819",
  hook: `https://discord.com/api/webhooks/918273645546372819/${"Zq9".repeat(22)}kl`,
  host: "198.51.100.23",
  day: "2032-11-30",
};

const python = ({ home, member, hook, host, day }: Circumstances) => `
[${day} 07:08:09] [ERROR] red.birds: Exception in command 'hatch' of ${member}
Traceback (most recent call last):
  File "${home}/cogs/birds/nest.py", line 41, in hatch
    await self.post(url)
  File "${home}/.venv/lib/python3.11/site-packages/aiohttp/client.py", line 7, in post
ConnectionError: cannot reach ${host} for ${member}: ${hook}, see ${home}/birds.json

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "${home}/.venv/lib/python3.11/site-packages/discord/ext/commands/core.py", line 235, in wrapped
    raise CommandInvokeError(exc) from exc
discord.ext.commands.errors.CommandInvokeError: Command raised an exception: ConnectionError: <@${member}>
`;

const node = ({ home, member, hook, host, day }: Circumstances) => `
${day}T07:08:09.250Z [error]: hatching for ${member}
TypeError: cannot reach ${host} for <@${member}> through ${hook}
    at hatch (${home}/bot/birds/nest.js:41:7)
    at async Client.emit (${home}/bot/node_modules/discord.js/src/client.js:9:1)
`;

function sealedExceptions(text: string): readonly SentryException[] {
  const reader = createCapture();
  const found = [...reader.push(Buffer.from(text)), ...reader.flush()];
  expect(found).toHaveLength(1);
  const { bytes } = createSealer(sampleScrubContext())(draftEvent(found[0]!.report, sampleSubject, 0));
  return (parseEnvelope(bytes).payload.exception as { values: SentryException[] }).values;
}

/** Replaces the four digits of a shortened id, because Sentry ignores numbers in messages. */
const asGrouped = (values: readonly SentryException[]) =>
  values.map((value) => ({ ...value, value: value.value.replace(/(?<=SHORTENED-ID-)\d+/g, "0") }));

for (const [language, print] of [
  ["Python", python],
  ["Node", node],
] as const)
  test(`one ${language} bug is one group, for any user, machine and time`, () => {
    const [one, other] = [first, second].map((circumstances) => asGrouped(sealedExceptions(print(circumstances))));
    expect(one).toEqual(other);
    expect(one!.flatMap(({ stacktrace }) => stacktrace!.frames).length).toBeGreaterThan(1);
  });
