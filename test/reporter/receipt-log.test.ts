import { expect, test, vi } from "vitest";
import { createTestWorld } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

const createLogger = () => ({ info: vi.fn(), error: vi.fn() });

test("the bot's log says once that an error is held, with the owner's command", async () => {
  const [world, logger] = [createTestWorld(), createLogger()];
  const reporter = createPlugin(world, { logger, cli: "npx vextel" });
  const receipt = await reporter.report(new RangeError("no oil"));
  await reporter.report(new TypeError("no wick"));
  const { id } = receipt as { id: string };
  expect(logger.info.mock.calls).toEqual([
    [
      "vextel did not send an error of lamps: the owner has not decided yet; it is kept here. The bot's owner can " +
        `send it: npx vextel send ${id}. To see what would be sent: npx vextel show ${id}`,
    ],
  ]);
  expect(logger.error).not.toHaveBeenCalled();
});

test("sent and ignored errors are not logged", async () => {
  const [world, logger] = [await createEnabledWorld(), createLogger()];
  const reporter = createPlugin(world, { logger, ignore: [TypeError] });
  await reporter.report(new RangeError("no oil"));
  await reporter.report(new TypeError("no wick"));
  await world.settle();
  expect([...logger.info.mock.calls, ...logger.error.mock.calls]).toEqual([]);
});

test("the reason why errors cannot be kept is logged once, with the error itself", async () => {
  const [world, logger, error] = [createTestWorld(), createLogger(), new RangeError("no oil")];
  const secrets = () => {
    throw new Error("not logged in");
  };
  const reporter = createPlugin(world, { logger, secrets });
  await reporter.report(error);
  await reporter.report(new TypeError("no wick"));
  expect(logger.error.mock.calls).toEqual([
    [expect.stringMatching(/^vextel cannot keep errors of lamps: .*`secrets` failed: it threw/), error],
  ]);
});

test("a logger that throws, rejects or has no info does no harm", async () => {
  const rejects = { info: () => Promise.reject(new Error("full")), error: () => {} };
  const throws = {
    info() {
      throw new Error("closed");
    },
    error() {},
  };
  for (const logger of [rejects, throws, { error() {} }])
    expect(await createPlugin(createTestWorld(), { logger }).report(new RangeError("no oil"))).toMatchObject({
      state: "held",
    });
});
