import fc from "fast-check";
import { expect, test } from "vitest";
import { createWhois, readShortId } from "../../src/owner/whois.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const options = { ids: "shortened", idKey: new Uint8Array(), nowMs: () => Date.UTC(2026, 10, 26) } as const;
const scrubber = createScrubber({ nowMs: options.nowMs });
const ids = fc.bigInt({ min: 100_000_000_000_000_000n, max: 1_400_000_000_000_000_000n }).map(String);

test("whois finds the id and line for a shortened id, however the log is cut into pieces", () => {
  fc.assert(
    fc.property(ids, fc.nat(40), fc.nat(5), (id, cut, lines) => {
      const short = readShortId(scrubber.text(`<@${id}>`).text.replace(/[<@>]/g, ""));
      fc.pre(short !== undefined);
      const log = Buffer.from(`${"x\n".repeat(lines)}user <@${id}> came, ${id} left\n`);
      const whois = createWhois(short!, [options]);
      whois.push("a.log", log.subarray(0, cut));
      whois.push("a.log", log.subarray(cut));
      whois.endFile();
      expect(whois.matches()).toMatchObject([{ id, count: 2, file: "a.log", line: lines + 1 }]);
    }),
  );
});

test("whois prints the matching ids, the most frequent ones first, and keeps nothing", async () => {
  const home = temporaryFolder();
  const stdin = "<@877633890372550656> and 133049272517001217\n877633890372550656\n";
  const found = await runJson<{ id: string; count: number }[]>(["whois", "SHORTENED-ID-5114"], { home, stdin });
  expect(found).toMatchObject([
    { id: "877633890372550656", count: 2, file: "-", line: 1, madeAt: "2021-08-18T19:23:45.114Z" },
  ]);
  const none = await runVextel(["whois", "0001"], { home, stdin });
  expect({ status: none.status, stdout: none.stdout }).toEqual({ status: 3, stdout: "" });
  expect((await runVextel(["whois", "hello"], { home, stdin })).status).toBe(2);
});

test("whois finds ids even if the policy uses keyed ids, with the key of each publisher", async () => {
  const home = temporaryFolder();
  await runVextel(["policy", "ids", "keyed"], { home });
  const id = "877633890372550656";
  const { stdout } = await runVextel(["preview", "--json"], {
    home,
    stdin: `Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f\n    g()\nValueError: <@${id}>\n`,
  });
  const short = /SHORTENED-ID-\d{4}/.exec(stdout)![0];
  const found = await runJson<{ id: string }[]>(["whois", short], { home, stdin: `${id}\n` });
  expect(found.map((match) => match.id)).toEqual([id]);
});
