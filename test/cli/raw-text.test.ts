import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { type Run, runVextel } from "../support/run-vextel.ts";
import { filesOf } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Made-up secrets. */
const secrets = {
  token: "MTEwNjU0MzIxMDk4NzY1NDMyMQ.GqWeRt.x1Y2z3A4b5C6d7E8f9G0h1I2j3K4l5M6n7O8p9",
  webhook: "kJ8hG7fD6sA5pO4iU3yT2rE1wQ0zX9cV8bN7mL6kJ5hG4fD3sA2pO1iU0yT9rE8wQ7zX",
  invite: "qWeRtYu8",
  ipv4: "203.0.113.77",
  ipv6: "2001:db8:85a3::8a2e:370:7334",
  member: "823456789012345678",
  channel: "934567890123456789",
  account: "petunia",
  email: "p.price@gardenmail.org",
  configured: "correct-horse-battery",
};

const { token, webhook, invite, ipv4, ipv6, member, channel, account, email, configured } = secrets;
const log = `[2026-01-02 03:04:05] [INFO] red: started by <${email}> in /home/${account}/bots/red
[2026-01-02 03:04:06] [WARNING] red.weather: ${ipv4} and [${ipv6}]:443 are slow; login with ${token}
[2026-01-02 03:04:06] [INFO] red.weather: join https://discord.gg/${invite}, password is ${configured}
[2026-01-02 03:04:07] [ERROR] red.weather: Exception for <@${member}> in <#${channel}>
Traceback (most recent call last):
  File "/home/${account}/bots/red/cogs/weather/forecast.py", line 41, in forecast
    await session.post("https://discord.com/api/webhooks/${channel}/${webhook}")
  File "/home/${account}/.venv/lib/python3.11/site-packages/aiohttp/client.py", line 2, in post
    raise ConnectionError(${member}, "${token}")
ConnectionError: (${member}, '${token}', 'https://discord.com/api/webhooks/${channel}/${webhook}', '${configured}')

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/${account}/bots/red/cogs/weather/forecast.py", line 44, in forecast
    raise WeatherError("${ipv4}", "discord.gg/${invite}")
weather.WeatherError: {"https://discord.gg/${invite}": ["${ipv4}", "${ipv6}", "${email}"], "${member}": "${configured}"}
[2026-01-02 03:04:08] [ERROR] red.weather: cut off for ${member}
Traceback (most recent call last):
  File "/home/${account}/bots/red/cogs/weather/forecast.py", line 4`;

const findIn = (text: string) => Object.entries(secrets).filter(([, secret]) => text.includes(secret));

test("raw text of a log is in no file, no output and no error message", async () => {
  const home = temporaryFolder();
  const outside = temporaryFolder();
  const server = await startRecordingServer({ status: 400 });
  const file = join(outside, "red.log");
  writeFileSync(file, log);
  writeFileSync(join(outside, "secrets.txt"), `${configured}\n`);
  const flags = ["--secret-file", join(outside, "secrets.txt")];
  const ids = await captureTwice(home, outside, file, flags);
  expect(ids.length).toBeGreaterThanOrEqual(1);

  const [id] = ids;
  const commands = [
    ["preview", file, ...flags],
    ["preview", file, "--json", ...flags],
    ["preview", file, "--raw", "--event", "1", ...flags],
    ["preview", file, "--raw", "--event", "99", ...flags],
    ["preview", file, "--plugin", "nobody", ...flags],
    ["preview", file, join(outside, "no-such.log"), ...flags],
    ["preview", file, outside, ...flags],
    ["capture", file, outside, ...flags],
    ["list", "--all"],
    ["list", "--json"],
    ["show", id!],
    ["show", id!, "--raw"],
    ["show", id!, "--json"],
    ["send", id!, "--dry-run"],
    ["send", id!],
    ["send", id!, "--dsn", server.dsn],
    ["send", "--all", "--json", "--dsn", server.dsn],
    ["status"],
    ["status", "--json"],
    ["scrub", file, "--report", ...flags],
    ["scrub", file, "--check", "--json", ...flags],
    ["drop", id!],
    ["list", "--all", "--json"],
    ["show", id!, "--json"],
  ];
  for (const args of commands) {
    const run = await runVextel(args, { home, cwd: outside, env: { VEXTEL_DEBUG: "1" } });
    expectClean(args.join(" "), run, home);
  }
  for (const { body, headers, path } of server.requests) expect(findIn(`${body}${headers}${path}`)).toEqual([]);
  expect(server.requests.length).toBeGreaterThan(0);
});

/** Captures the log as a file, then as standard input with a secret in the environment. */
async function captureTwice(home: string, cwd: string, file: string, flags: readonly string[]): Promise<string[]> {
  const first = await runVextel(["capture", file, ...flags], { home, cwd });
  const env = { VEXTEL_DEBUG: "1", WEATHER_KEY: configured };
  const second = await runVextel(["capture", "--secret-env", "WEATHER_KEY", "--json"], { home, cwd, env, stdin: log });
  for (const run of [first, second]) expectClean("capture", run, home);
  return (JSON.parse(second.stdout) as { id: string }[]).map(({ id }) => id);
}

function expectClean(what: string, { stdout, stderr }: Run, home: string) {
  expect([what, findIn(stdout)]).toEqual([what, []]);
  expect([what, findIn(stderr)]).toEqual([what, []]);
  for (const name of filesOf(home)) {
    const bytes = readFileSync(join(home, name)).toString("latin1");
    expect([what, name, findIn(name + bytes)]).toEqual([what, name, []]);
  }
}
