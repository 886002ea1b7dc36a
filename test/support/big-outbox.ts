import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { destinationOf, withoutSecret } from "../../src/deliver/dsn.ts";
import type { Receipt } from "../../src/outbox/receipt.ts";
import { createRegistry } from "../../src/publisher/registry.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { openConsentFile, yesTo } from "./consents.ts";
import { keepWatched, openOutbox, sealSample } from "./samples.ts";

export interface BigOutbox {
  readonly pending: number;
  /** Events that were sent; each has a receipt, and its bytes are kept. */
  readonly sent: number;
  /** The events are divided equally among them. */
  readonly publishers: number;
  /** The DSN of a publisher's events. Default: a host that does not exist. */
  readonly dsnOf?: (publisher: number) => string;
}

const privateText = "for member 123456789012345678 of 223456789012345678, who came from 192.0.2.17";

/** How long ago the first event was sent; the others follow at equal intervals. */
const sentForMs = 20 * 24 * 60 * 60 * 1000;

const nowhere = (publisher: number) => `https://public@publisher-${publisher}.example/1`;

/**
 * Fills a new home as if `watch` had captured `pending` events, and sent `sent` others, with the owner's consent. For
 * each publisher, two events are kept by the outbox and the rest are copies of them, because keeping an event durably
 * takes milliseconds.
 */
export async function fillOutbox(home: string, { pending, sent, publishers, dsnOf = nowhere }: BigOutbox) {
  const outbox = openOutbox(home);
  for (let number = 0; number < publishers; number++) {
    const [publisher, dsn] = [`publisher-${number}`, dsnOf(number)];
    await agree(home, publisher, dsn);
    const subject = { publisher, plugin: `weather-${number}`, dsn };
    const [done, open] = ["done", "open"].map((name) =>
      sealSample({ name: `${name} ${privateText}`, subject, minBytes: 4_000 }),
    );
    await keepWatched(home, done!, open!);
    const { entry } = await outbox.read(done!.id);
    const under = { generation: 1, since: new Date(0).toISOString() };
    const receipt = await outbox.settle(entry, { state: "sent", status: 200, dsn, under });
    copyPending(home, open!.id, number, pending / publishers);
    copySent(home, receipt, number, sent / publishers);
  }
}

async function agree(home: string, publisher: string, dsn: string): Promise<void> {
  const env = { VEXTEL_HOME: home };
  const world = createNodeWorld(() => Promise.reject(new Error("no network here")), env);
  const plugin = { name: publisher.replace("publisher", "weather"), version: "1.0.0", dsn, loggers: [] };
  const claim = { ...plugin, paths: [`cogs/${plugin.name}/`] };
  const manifest = { publisher, title: publisher, plugins: [claim] };
  await createRegistry(resolvePaths(env, "/"), world, withoutSecret).add(manifest);
  const yes = yesTo([destinationOf(dsn)]);
  const agreed = yes.agreed.map((one) => ({ ...one, plugin: plugin.name, paths: claim.paths }));
  await openConsentFile(home).change(publisher, () => ({ ...yes, agreed }));
}

const idOf = (...name: readonly (string | number)[]) => digest(name.join(" ")).slice(0, 32);

function copyPending(home: string, id: string, publisher: number, count: number): void {
  const folder = join(home, "outbox/waiting");
  const pair = readPair(id, { record: folder, bytes: folder });
  for (let serial = 1; serial < count; serial++) writePair(pair, idOf("pending", publisher, serial), (entry) => entry);
}

function copySent(home: string, { id, settledAtMs, publisher }: Receipt, number: number, count: number): void {
  const folderOf = (event: string) => join(home, "outbox/sent", event[0]!);
  const bytes = join(home, "outbox/sent/bytes");
  const pair = readPair(id, { record: folderOf(id), bytes });
  for (let serial = 0; serial < count - 1; serial++) {
    const atMs = Math.round(settledAtMs - (sentForMs * (serial + 1)) / count);
    const copy = idOf("sent", number, serial);
    mkdirSync(folderOf(copy), { recursive: true, mode: 0o700 });
    writePair({ ...pair, folders: { record: folderOf(copy), bytes } }, copy, (receipt) =>
      receipt.replace(new Date(settledAtMs).toISOString(), new Date(atMs).toISOString()),
    );
    appendFileSync(join(folderOf(copy), "index"), `${copy} ${atMs} sent ${publisher}\n`, { mode: 0o600 });
  }
}

/** The files of an event. */
interface Pair {
  readonly folders: Readonly<Record<"record" | "bytes", string>>;
  readonly id: string;
  readonly record: string;
  readonly bytes: string;
}

const readPair = (id: string, folders: Pair["folders"]): Pair => ({
  ...{ folders, id, record: readFileSync(join(folders.record, `${id}.json`), "utf8") },
  bytes: readFileSync(join(folders.bytes, `${id}.envelope`), "utf8"),
});

function writePair({ folders, id, record, bytes }: Pair, copy: string, edit: (record: string) => string): void {
  const ownBytes = bytes.replaceAll(id, copy);
  const own = edit(record).replaceAll(id, copy).replace(digest(bytes), digest(ownBytes));
  writeFileSync(join(folders.record, `${copy}.json`), own, { mode: 0o600 });
  writeFileSync(join(folders.bytes, `${copy}.envelope`), ownBytes, { mode: 0o600 });
}
