import { expect, test, vi } from "vitest";
import { createDepsIn } from "../../../src/cli/deps.ts";
import { createSending } from "../../../src/cli/watch/sending.ts";
import { createStores } from "../../../src/reporter/submit/stores.ts";
import { createEnabledWorld, createPlugin } from "../../reporter/support.ts";
import { idleSender } from "../../support/idle-sender.ts";

test("watch says once that no sender can be started, and the events say so", async () => {
  const world = await createEnabledWorld();
  await createPlugin({ ...world, startSender: idleSender } as typeof world).report(new RangeError("no oil"));
  const why = "vextel's sending process cannot be started: EACCES";
  const [note, failed] = [vi.fn(async () => {}), Promise.resolve(why)];
  const startSender = async () => ({ started: failed, ended: failed });
  const terminal = { note } as never;
  const start = createSending(
    createDepsIn(world, { terminal, stdin: process.stdin, startSender, setStatus: () => {} }),
  );
  await start();
  await start();
  expect(note.mock.calls).toEqual([[[["warn", `Nothing is sent: ${why}. Events are kept until it works.`]]]]);
  expect(await createStores(world).outbox.list()).toMatchObject([{ state: "waiting", reason: why }]);
});
