import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createLedger } from "../../src/history/ledger.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { openConsentFile, yesTo } from "../support/consents.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A home with one pending event, and the server that it is for. */
async function openSample() {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  const sample = sealSample({ subject: { dsn: server.dsn } });
  await keepSamples(home, sample);
  const vextel = (...words: string[]) => runVextel(words, { home });
  const read = async () => openOutbox(home).read(sample.id);
  return { home, server, sample, id: sample.id, vextel, read };
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("an edited event arrives byte for byte, with the SHA-256 that edit printed", async () => {
  const { server, id, vextel } = await openSample();
  const comment = "Only after the update; write to ann@example.org";
  const edited = await vextel("edit", id, "--comment", comment, "--without-breadcrumbs", "--remove", "/logger");
  expect([edited.status, edited.stderr]).toEqual([0, ""]);
  expect(edited.stdout).toContain("removed from the comment: email");
  expect((await vextel("send", id)).status).toBe(0);
  const [{ body }] = server.requests as unknown as [{ body: Buffer }];
  expect(edited.stdout).toContain(`${body.length} bytes, SHA-256 ${sha256(body)}`);
  const { payload } = parseEnvelope(body);
  expect(payload).not.toHaveProperty("breadcrumbs");
  expect(payload).not.toHaveProperty("logger");
  expect(payload.contexts).toMatchObject({
    owner: { type: "default", comment: "Only after the update; write to EMAIL-ADDRESS" },
    vextel: { notes: expect.arrayContaining(["removed by the owner: 2"]) },
  });
});

test("a comment can be changed and removed; the earlier text leaves no trace", async () => {
  const { id, vextel, read, sample } = await openSample();
  for (const comment of ["first words", "second words", ""]) await vextel("edit", id, "--comment", comment);
  const { bytes } = await read();
  expect(Buffer.from(bytes).toString()).not.toMatch(/words|owner/);
  expect(parseEnvelope(bytes).payload).toEqual(parseEnvelope(sample.bytes).payload);
});

test("removing a required field is refused with the reason, and nothing is changed", async () => {
  const { id, vextel, read, sample } = await openSample();
  for (const [pointer, reason] of [
    ["/event_id", "it identifies the event"],
    ["/sdk/settings", "not to store the IP address"],
    ["/timestamp", "accepts no event without it"],
    ["/exception", "the error itself"],
    ["/exception/values/0", "Nothing of the error would be left"],
    ["/nowhere", "The event has nothing at"],
    ["extra", "JSON pointer"],
  ]) {
    const { status, stderr } = await vextel("edit", id, "--without-breadcrumbs", "--remove", pointer!);
    expect([pointer, status, stderr]).toEqual([pointer, 2, expect.stringContaining(reason!)]);
    expect(stderr).toContain("nothing was changed");
  }
  expect(Buffer.from((await read()).bytes).equals(sample.bytes)).toBe(true);
  expect((await vextel("edit", id)).status).toBe(2);
});

test("the ledger records the change and the digest of the new bytes", async () => {
  const { home, id, vextel, read } = await openSample();
  await vextel("edit", id, "--comment", "words");
  const { entry } = await read();
  const world = createNodeWorld(async () => Promise.reject(new Error("no network")), {});
  const ledger = createLedger(resolvePaths({ VEXTEL_HOME: home }, home), world);
  expect((await ledger.read()).at(-1)).toMatchObject({ kind: "changed", event: id, sha256: entry.sha256 });
});

test("an approved event whose bytes have changed is refused until it is approved again", async () => {
  const { server, id, vextel } = await openSample();
  expect((await vextel("show", id, "--approve")).stdout).toContain("approved: these bytes, and no others, are sent");
  expect((await vextel("edit", id, "--comment", "words")).stdout).toContain("it is no longer approved; read it again");
  const refused = await vextel("send", id);
  expect([refused.status, server.requests.length]).toEqual([8, 0]);
  expect(refused.stdout).toContain("it changed after it was approved; read it again");
  expect((await vextel("show", id)).stdout).toContain("it changed after it was approved");
  expect((await vextel("list")).stdout).toContain("held: changed after it was approved");
  expect((await vextel("show", id, "--approve")).status).toBe(0);
  expect([(await vextel("send", id)).status, server.requests.length]).toEqual([0, 1]);
});

test("such an event is not sent automatically either, even under a consent that covers it", async () => {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  await openConsentFile(home).change("default", () => yesTo([`http://127.0.0.1:${server.port}/42`], 0));
  const { id } = sealSample({ subject: { dsn: server.dsn } });
  await openOutbox(home).keep(sealSample({ subject: { dsn: server.dsn } }), "x", {
    capture: "automatic",
    generation: 1,
  });
  for (const words of [
    ["show", id, "--approve"],
    ["edit", id, "--comment", "words"],
  ])
    expect((await runVextel(words, { home })).status).toBe(0);
  expect([(await runVextel(["send", "--all"], { home })).status, server.requests.length]).toEqual([8, 0]);
  await runVextel(["show", id, "--approve"], { home });
  expect([(await runVextel(["send", "--all"], { home })).status, server.requests.length]).toEqual([0, 1]);
});
