import { execFile, spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { repository } from "../support/program.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { openOutbox } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startRelayProcess } from "./start-relay.ts";
import { manifestOf } from "./support.ts";

const python = "/usr/bin/python3";
const pythonEnv = { PYTHONPATH: process.env.VEXTEL_TEST_SENTRY_SDK ?? "", PYTHONDONTWRITEBYTECODE: "1" };
const hasPythonSdk = spawnSync(python, ["-c", "import sentry_sdk"], { env: pythonEnv }).status === 0;
const clients = join(import.meta.dirname, "clients");

interface Frame {
  readonly [field: string]: unknown;
  readonly in_app: boolean;
}

interface Event {
  readonly platform: string;
  readonly exception: { readonly values: { type: string; value: string; stacktrace?: { frames: Frame[] } }[] };
}

/** Exceptions with their frames, without what only one of them has: a Node log has no source lines of libraries. */
const told = ({ platform, exception }: Event) =>
  exception.values.map(({ type, value, stacktrace }) => ({
    ...{ type, value },
    frames: stacktrace?.frames.map(({ filename, abs_path, function: name, lineno, in_app, context_line }) => ({
      ...{ filename, abs_path, name, lineno, in_app },
      ...(platform === "python" && in_app && { context_line }),
    })),
  }));

const bots = [
  ["Python", "py", python, "plain cause context task library", hasPythonSdk],
  ["Node", "mjs", process.execPath, "plain cause task library", true],
] as const;

test.each(bots.filter((bot) => bot[4]))(
  "%s's SDK and the log give the same frames",
  async (_, ending, program, kinds) => {
    const [home, cogs] = [temporaryFolder(), temporaryFolder()];
    cpSync(join(clients, "lamps"), join(cogs, "lamps"), { recursive: true });
    const manifest = join(home, "vextel.json");
    writeFileSync(manifest, manifestOf("moth", "lamps", "https://public@sentry.example/42", ["lamps"]));
    expect((await runVextel(["publisher", "add", manifest], { home })).status).toBe(0);
    await startRelayProcess(home);
    const { dsn } = await runJson<{ dsn: string }>(["relay", "dsn", "moth/lamps"], { home });
    const env = { ...pythonEnv, PATH: process.env.PATH, HOME: temporaryFolder(), DSN: dsn, KINDS: kinds, COGS: cogs };
    const bot = [join(clients, `traceback_bot.${ending}`)];
    const { stdout, stderr } = await promisify(execFile)(program, bot, { env, cwd: repository });
    writeFileSync(join(home, "bot.log"), stderr);
    const logged = await runJson<{ event: Event }[]>(["preview", join(home, "bot.log")], { home });
    const reported = [...stdout.matchAll(/^id (\S+)/gm)].map(async ([, id]) => {
      const { bytes } = await openOutbox(home).read(id!);
      return JSON.parse(Buffer.from(bytes).toString().split("\n")[2]!) as Event;
    });
    expect(logged).toHaveLength(kinds.split(" ").length);
    expect((await Promise.all(reported)).map(told)).toEqual(logged.map(({ event }) => told(event)));
    for (const { event } of logged)
      expect(
        told(event)
          .at(-1)!
          .frames!.some(({ in_app }) => in_app),
      ).toBe(true);
  },
);
