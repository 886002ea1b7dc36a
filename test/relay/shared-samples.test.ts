import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, brotliDecompressSync, deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { createTestWorld, readReported } from "../../src/testing/testing.ts";
import { diskText, key, manifestOf, post, startTestRelay } from "./support.ts";

/** Requests that were recorded from real SDKs; they are not part of the repository. */
const folder = resolve(import.meta.dirname, "../../../shared/data/relay");

interface Sample {
  readonly name: string;
  readonly request: { method: string; url: string; headers: [string, string][] };
  readonly body: string;
  readonly expect: {
    status: number;
    keep: string[];
    eventId?: string;
    mustNotSurvive?: string[];
    note?: string;
  };
}

const sampleKey = "b17da15000000000000000000000feed";
const realDsn = "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.example/42";
const isThere = existsSync(folder);
const names = isThere ? readdirSync(folder).filter((name) => /^\d+.*\.json$/.test(name)) : ["no samples"];

const codings: Record<string, [(b: Buffer) => Buffer, (b: Buffer) => Buffer]> = {
  gzip: [(b) => gunzipSync(b, { maxOutputLength: 1 << 23 }), gzipSync],
  br: [(b) => brotliDecompressSync(b, { maxOutputLength: 1 << 23 }), brotliCompressSync],
  deflate: [(b) => inflateSync(b, { maxOutputLength: 1 << 23 }), deflateSync],
  "": [(b) => b, (b) => b],
};

/** Replaces the sample's key by the relay's, in compressed bodies as well. */
function rekey(body: Buffer, coding: string): Buffer {
  try {
    const [undo, redo] = codings[coding]!;
    const text = undo(body).toString("latin1");
    return text.includes(sampleKey) ? redo(Buffer.from(text.replaceAll(sampleKey, key), "latin1")) : body;
  } catch {
    return body;
  }
}

function requestOf({ request: { method, url, headers }, body }: Sample, port: number) {
  const coding = headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1] ?? "";
  const bytes = method === "POST" ? rekey(readFileSync(join(folder, body)), coding) : Buffer.alloc(0);
  const framing = ["content-length", "transfer-encoding", "connection"];
  const sent = headers
    .filter(([name]) => !framing.includes(name.toLowerCase()))
    .flatMap(([name, value]) => [name, value.replaceAll(sampleKey, key)]);
  if (!headers.some(([name]) => name.toLowerCase() === "host")) sent.push("Host", `127.0.0.1:${port}`);
  if (method === "POST") sent.push("Content-Length", String(bytes.length));
  return { method, path: url.replaceAll(sampleKey, key), headers: sent, body: bytes };
}

test.skipIf(!isThere).each(names)(
  "a recorded request gets the expected answer, and nothing private is kept: %s",
  async (name) => {
    const sample: Sample = JSON.parse(readFileSync(join(folder, name), "utf8"));
    const world = createTestWorld();
    for (const publisher of ["moth", "real"]) await world.decide(publisher, "enabled");
    const manifests = [
      manifestOf("moth", "lamps", "https://public@sentry.example/42", ["birthdays"]),
      manifestOf("real", "birthdays", realDsn, ["birthdays"]),
    ];
    const { port } = await startTestRelay({ world, manifests, acceptRealKeys: true });
    const reply = await post({ port, ...requestOf(sample, port) });
    const allowed = [sample.expect.status, ...(sample.expect.note?.match(/\b[2-5]\d\d\b/g) ?? []).map(Number)];
    expect(allowed).toContain(reply.status);
    await world.settle();
    const kept = readReported(world);
    const wanted = reply.status === 200 ? sample.expect.keep : [];
    if (reply.status === sample.expect.status) expect(kept.map(({ type }) => type)).toEqual(wanted);
    const { eventId } = sample.expect;
    if (wanted.length > 0 && eventId) {
      expect(JSON.parse(reply.body)).toEqual({ id: eventId.replaceAll("-", "") });
      expect(kept[0]!.payload.event_id).toBe(eventId.replaceAll("-", ""));
    }
    const text = [diskText(world), ...kept.map((one) => one.text)].join("\n");
    for (const secret of sample.expect.mustNotSurvive ?? []) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
  },
);
