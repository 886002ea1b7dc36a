import { expect, test } from "vitest";
import { openWatchState } from "../../src/cli/watch/state.ts";
import { createLimitFile } from "../../src/deliver/limits/limit-file.ts";
import { createKeyFile } from "../../src/relay/keys/key-file.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld } from "../../src/testing/testing.ts";
import { newerError } from "../../src/world/files/newer.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import {
  consentPath,
  policyPath,
  rateLimitPath,
  relayKeysPath,
  waitingFolder,
  watchPath,
} from "../../src/world/paths.ts";
import { createPlugin } from "../reporter/support.ts";

const world = createMemoryWorld({ VEXTEL_HOME: "/vextel" });
const stores = createStores(world);
const { paths } = stores;
const keys = createKeyFile(relayKeysPath(paths), world);

/** What reads a file, and what would replace it. */
const files: [path: string, ...uses: (() => Promise<unknown>)[]][] = [
  [consentPath(paths), () => stores.consent.read(), () => stores.consent.answer("moth", { answer: "disabled" })],
  [policyPath(paths), () => stores.policy.read(), () => stores.policy.change((policy) => policy)],
  [relayKeysPath(paths), keys.read, () => keys.change((now) => now)],
  [watchPath(paths), () => openWatchState(watchPath(paths), world)],
  [
    rateLimitPath(paths),
    () => createLimitFile(paths, world).readAll(),
    () => createLimitFile(paths, world).fail("https://public@sentry.example/42", undefined),
  ],
];

test.each(files)("%s written by a newer vextel is left alone, and the error says to update", async (path, ...uses) => {
  const text = '{"version":9,"of":"later times"}';
  await world.files.write(path, text);
  for (const use of uses)
    await expect(use()).rejects.toMatchObject({
      code: "STATE_UNTRUSTED",
      message: expect.stringMatching(
        /was written by a newer vextel \(version 9 of the file, and this vextel knows \d\)/,
      ),
      hint: "Use that vextel, or update this one. Leave the file where it is.",
    });
  expect(Buffer.from(world.disk.get(path)!).toString()).toBe(text);
});

test("an event written by a newer vextel is not called damaged", async () => {
  const bot = createTestWorld();
  await createPlugin(bot).report(new RangeError("no oil"));
  const { outbox, paths: own } = createStores(bot);
  const [id] = await outbox.ids();
  const path = `${waitingFolder(own)}/${id}.json`;
  const record = { ...JSON.parse(Buffer.from(bot.disk.get(path)!).toString()), version: 2 };
  await bot.files.write(path, JSON.stringify(record));
  await expect(outbox.read(id!)).rejects.toMatchObject({
    code: "STATE_UNTRUSTED",
    message: expect.stringContaining("written by a newer vextel"),
  });
});

test("a file that is damaged, or has another kind of version, is not called newer", () => {
  for (const text of ["", "{", "null", '{"version":"9"}', '{"version":2}', '{"version":1}', "{}"])
    expect(newerError("/f", text, 2, "")).toBeUndefined();
});
