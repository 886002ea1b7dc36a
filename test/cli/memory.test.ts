import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { peakMemory } from "../support/peak-memory.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const memoryTest = test.skipIf(process.platform !== "linux");
const mostMegabytes = 145;

/** A log of errors that are all different, with much to remove. */
function logOf(from: number, errors: number): string {
  const lines: string[] = [];
  for (let at = from; at < from + errors; at++) {
    const [time, word] = [new Date(Date.UTC(2026, 2, 5) + at * 4000).toISOString().slice(0, 19), wordOf(at)];
    for (let line = 0; line < 12; line++)
      lines.push(`${time} [INFO] bot.${word}: a@b.example at 8.8.${line}.8 asked <@13304927251700${1000 + line}>`);
    lines.push(`${time} [ERROR] bot.${word}: No ${word}`, "Traceback (most recent call last):");
    for (let frame = 0; frame < 8; frame++)
      lines.push(
        `  File "/home/ada/bot/${word}.py", line ${frame}, in f`,
        `    ask("https://u:p4ss${at}@h", ${frame})`,
      );
    lines.push(`ValueError: ${word} of 8.8.8.8`);
  }
  return `${lines.join("\n")}\n`;
}

/** Digits would be folded. */
const wordOf = (number: number) => [...`${number}`].map((digit) => "klmnoprstu"[Number(digit)]).join("");

memoryTest.each([
  ["one long log", 1, 6000],
  ["many logs", 30, 200],
] as const)("preview --json of %s needs no more memory", async (_, files, errors) => {
  const home = temporaryFolder();
  mkdirSync(join(home, "logs"));
  for (let at = 0; at < files; at++) writeFileSync(join(home, "logs", `${at}.log`), logOf(at * errors, errors));
  expect(await peakMemory(["preview", "--json", join(home, "logs")], home)).toBeLessThan(mostMegabytes);
});

memoryTest(
  "watch needs no more memory",
  async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, "bot.log"), logOf(0, 2000));
    const log = openSync(join(home, "bot.log"), "r");
    const most = await peakMemory(["watch", "--plugin", "economy", "-"], home, log);
    closeSync(log);
    expect(most).toBeLessThan(mostMegabytes);
  },
  180_000,
);
