import { expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { createHome, repeat, startBot, until } from "./bot-process.ts";

/** How often each way to end is tried. */
const runs = Number(process.env.VEXTEL_ENDINGS ?? 2);
const dsn = "https://public@sentry.example/42";

const endings = {
  throws: 1,
  rejects: 1,
  "exits in a handler": 3,
  "exits without waiting": 3,
  "throws on while another is kept": 1,
  "reports in a listener of exit": 3,
  "reports in a listener of exit when it ends by itself": 0,
  "reports in a later listener of exit": 3,
  "reports in an earlier listener of exit": 3,
  "guards a listener of exit": 3,
};

/** A bot that ends waits no longer than this for its error to be on disk, so more than that is not promised. */
const patienceMs = 20_000;

/** Runs a bot that ends; again if the machine was too busy for what is promised. */
async function endBot(env: Record<string, string>) {
  for (let again = 2; ; again--) {
    const home = createHome();
    const startMs = performance.now();
    const ended = await startBot("ending.mjs", home, env).output;
    if (again === 0 || performance.now() - startMs < patienceMs) return { home, ...ended };
  }
}

for (const [how, status] of Object.entries(endings))
  test(`a bot that ${how} keeps its error, scrubbed and once`, { timeout: 120_000 + runs * 5_000 }, async () => {
    await repeat(runs, async (run) => {
      const env = { HOW: how, DSN: dsn, ...(run % 2 === 1 && { STARTED: "1" }) };
      const { home, code, stderr } = await endBot(env);
      expect(code, stderr).toBe(status);
      const { outbox } = home.stores;
      const all = (await outbox.list()).filter(({ title }) => title.includes("RangeError"));
      expect(all, stderr).toHaveLength(1);
      const text = Buffer.from((await outbox.read(all[0]!.id)).bytes).toString();
      expect(text).toContain(how);
      expect(text).not.toContain("under-the-stairs");
      expect(parseEnvelope(Buffer.from(text)).payload).toMatchObject({
        exception: { values: [{ type: "RangeError" }] },
      });
    });
  });

const fatalEndings = [
  "reports it as fatal too",
  "reports it as fatal without waiting",
  "rejects and reports it as fatal",
];

test.each(fatalEndings)(
  "a bot that %s leaves one event, fatal, and a session that crashed",
  {
    timeout: 20_000 + runs * 5_000,
  },
  async (how) => {
    await repeat(runs, async () => {
      const [home, server] = [createHome(), await startRecordingServer()];
      await home.answer("moth", "enabled", server.dsn);
      const { code, stderr } = await startBot("ending.mjs", home, { HOW: how, DSN: server.dsn, STARTED: "1" }).output;
      expect(code, stderr).toBe(3);
      const arrived = () => server.requests.map(({ body }) => parseEnvelope(body).payload);
      await until(() => arrived().length >= 2, "event and session have arrived", 60_000);
      await until(async () => (await home.stores.outbox.ids()).length === 0, "nothing is pending", 60_000);
      expect(arrived().filter(({ exception }) => exception)).toMatchObject([
        { level: "fatal", tags: { during: "message" } },
      ]);
      expect(arrived().filter(({ sid }) => sid)).toMatchObject([{ status: "crashed", errors: 1 }]);
    });
  },
);
