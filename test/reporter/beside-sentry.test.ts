import { expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { type Recorded, startRecordingServer } from "../support/recording-server.ts";
import { createHome, startBot, until } from "./bot-process.ts";

const payloads = (requests: readonly Recorded[], type: string) =>
  requests
    .map(({ body }) => parseEnvelope(body))
    .filter(({ itemHeader }) => itemHeader.type === type)
    .map(({ payload }) => payload as Record<string, never>);

for (const args of [[], ["--trace-warnings"]])
  test(`in a bot that uses Sentry itself, each project gets only its own events ${args}`, async () => {
    const [home, host, moth, owl] = [createHome(), ...(await Promise.all([1, 2, 3].map(() => startRecordingServer())))];
    await home.answer("moth", "enabled", moth!.dsn);
    await home.answer("owl", "enabled", owl!.dsn);
    const env = { HOST_DSN: host!.dsn, DSN_MOTH: moth!.dsn, DSN_OWL: owl!.dsn };
    const { stdout, stderr, code } = await startBot("beside-sentry.mjs", home, env, args).output;
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const seen = JSON.parse(stdout);

    expect(seen.afterwards).toEqual(seen.before);
    expect({ ...seen.stopped, lastEventId: null }).toEqual({ ...seen.before, lastEventId: null });
    expect(seen.stopped.lastEventId).toBe(seen.hostId);
    expect(seen.unmarked).toBe(true);

    await until(() => moth!.requests.length === 3 && owl!.requests.length === 2, "all has arrived");
    for (const [index, name, server] of [
      [0, "moth", moth!],
      [1, "owl", owl!],
    ] as const) {
      const [event] = payloads(server.requests, "event");
      expect(event).toMatchObject({
        event_id: seen.receipts[index].id,
        release: `${name}-plugin@1.0.0`,
        tags: { whose: name },
        exception: { values: [{ type: "Error", value: "shared trouble" }] },
        breadcrumbs: { values: [{ message: `note of ${name}` }] },
        user: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      });
      expect(Object.keys(event!.user!)).toEqual(["id"]);
      expect(payloads(server.requests, "session")).toEqual([
        expect.objectContaining({
          status: "exited",
          errors: 1,
          attrs: expect.objectContaining({ release: `${name}-plugin@1.0.0` }),
        }),
      ]);
      const other = name === "moth" ? "owl" : "moth";
      for (const { headers, body } of server.requests) {
        const names = headers.map(([header]) => header.toLowerCase());
        expect(names).not.toContain("sentry-trace");
        expect(names).not.toContain("baggage");
        expect(body.toString()).not.toMatch(new RegExp(`host_|host-|host breadcrumb|keeper|${other}`));
      }
    }
    expect(payloads(moth!.requests, "transaction")).toEqual([
      expect.objectContaining({ transaction: "sweep", release: "moth-plugin@1.0.0" }),
    ]);

    const hostText = host!.requests.map(({ body }) => body.toString()).join("\n");
    expect(hostText.includes("shared trouble")).toBe(true);
    expect(/note of (moth|owl)/.test(hostText)).toBe(false);
  });
