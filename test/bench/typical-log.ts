import { closeSync, openSync, writeSync } from "node:fs";
import { randomFrom } from "../scrub/slow/texts.ts";

const loggers = "red red.core.bot red.core.events discord.client discord.gateway discord.state lavalink".split(" ");
const levels = "INFO INFO INFO INFO INFO DEBUG WARNING WARNING ERROR".split(" ");
export const cogs: readonly string[] =
  "audio birthdays downloader economy forecast image levels mod permissions starboard trivia".split(" ");
const functions = "on_message on_ready process_commands invoke _run_event fetch today write_config loop".split(" ");

/** Lines of a bot's log, always the same for the same seed: messages, tracebacks, and a secret in one of 40 lines. */
export function* typicalLines(seed: number): Generator<string> {
  const random = randomFrom(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const pick = <Item>(items: readonly Item[]): Item => items[upTo(items.length)]!;
  const digits = (n: number): string => Array.from({ length: n }, () => upTo(10)).join("");
  const word = (n: number): string => Array.from({ length: n }, () => pick(LETTERS)).join("");
  const secrets: readonly (() => string)[] = [
    () => `member ${1 + upTo(9)}${digits(17)} left`,
    () => `<@${1 + upTo(9)}${digits(17)}> said https://discord.gg/${word(8)}`,
    () => `connection from ${1 + upTo(222)}.${upTo(256)}.${upTo(256)}.${upTo(256)}:${1024 + upTo(60_000)} lost`,
    () => `mail to ${word(6)}@${word(7)}.example.com bounced`,
    () => `api_key=${word(10)}${digits(4)} was refused`,
    () => `postgres://red:${word(8)}${digits(2)}@db.example/red is away`,
  ];
  const plain: readonly (() => string)[] = [
    () => `Loaded packages: ${pick(cogs)}, ${pick(cogs)}, ${pick(cogs)} in ${upTo(900)} ms`,
    () => `Shard ID None has connected to Gateway (Session ID: ${word(3)}${digits(4)}).`,
    () => `Heartbeat acknowledged, latency of ${upTo(400)}ms.`,
    () => `Config migration for ${pick(cogs)} finished (${upTo(60)} changes)`,
    () => `Scheduled task ${pick(cogs)}_loop ran in ${upTo(4)}.${digits(3)}s`,
    () => `payload {'op': ${upTo(12)}, 'd': None, 's': ${digits(5)}, 't': None}`,
    () => `Cache size: ${upTo(300)} guilds, ${upTo(90_000)} members; version 3.5.${upTo(20)}`,
    () => `Event ${pick(functions)} took ${upTo(40)}.${digits(2)} ms (queue ${upTo(9)})`,
  ];
  let second = 0;
  for (;;) {
    second += upTo(4);
    const time = new Date(Date.UTC(2026, 2, 5) + second * 1_000).toISOString();
    const stamp = random() < 0.5 ? `[${time.slice(0, 10)} ${time.slice(11, 19)}]` : `${time}`;
    const text = pick(random() < 1 / 40 ? secrets : plain)();
    yield `${stamp} [${pick(levels)}] ${pick(loggers)}: ${text}`;
    if (random() < 1 / 60) yield* traceback();
  }

  function* traceback(): Generator<string> {
    yield "Traceback (most recent call last):";
    for (let frames = 3 + upTo(6); frames > 0; frames--) {
      const [folder, file] = [pick(cogs), pick(cogs)];
      const path =
        frames === 1
          ? `/home/ada/tavern/cogs/${folder}/${file}.py`
          : `/home/ada/red/lib/python3.11/site-packages/${folder}/${file}.py`;
      yield `  File "${path}", line ${1 + upTo(900)}, in ${pick(functions)}`;
      yield `    await self.${pick(functions)}(ctx, *args, **kwargs)`;
    }
    yield `${pick(["KeyError", "ValueError", "discord.errors.Forbidden"])}: ${pick(cogs)} has no ${word(7)}`;
  }
}

const LETTERS: readonly string[] = [..."abcdefghijkmnopqrstuvwxyz"];

/** Writes a log of at least this many bytes, in whole lines. */
export function writeTypicalLog(file: string, bytes: number, seed = 1): void {
  const output = openSync(file, "w");
  const lines = typicalLines(seed);
  let part = "";
  for (let written = 0; written < bytes; ) {
    part += `${lines.next().value}\n`;
    if (part.length < 1 << 20 && written + part.length < bytes) continue;
    written += writeSync(output, part);
    part = "";
  }
  closeSync(output);
}
