import { expect, test } from "vitest";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { renderRecord } from "../../src/outbox/record.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import type { Files } from "../../src/world/world.ts";
import { sealSample } from "../support/samples.ts";

const open = () => {
  const world = createMemoryWorld();
  return { world, outbox: createOutbox(resolvePaths(world.env, "/"), world) };
};
const sealed = sealSample();
const at = (name: string) => `/vextel/outbox/waiting/${sealed.id}.${name}`;

test("changed, truncated or exchanged bytes are reported as damaged", async () => {
  const { world, outbox } = open();
  await outbox.keep(sealed, "a title");
  const others = [sealed.bytes.subarray(1), Buffer.from(""), sealSample({ name: "snow" }).bytes];
  for (const bytes of others) {
    world.disk.set(at("envelope"), bytes);
    await expect(outbox.read(sealed.id)).rejects.toMatchObject({ code: "OUTBOX_DAMAGED" });
  }
  world.disk.delete(at("envelope"));
  await expect(outbox.read(sealed.id)).rejects.toMatchObject({ code: "OUTBOX_DAMAGED" });
});

test("an event that is dropped while it is read is neither pending nor damaged", async () => {
  const { world, outbox } = open();
  await outbox.keep(sealed, "a title");
  const files: Files = {
    ...world.files,
    async read(path) {
      if (path.endsWith(".envelope")) await outbox.drop(sealed.id, "not needed");
      return world.files.read(path);
    },
  };
  const reader = createOutbox(resolvePaths(world.env, "/"), { ...world, files });
  await expect(reader.read(sealed.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an entry under another event's name is damaged", async () => {
  const { world, outbox } = open();
  const other = sealSample({ name: "snow" });
  for (const one of [sealed, other]) await outbox.keep(one, "a title");
  world.disk.set(at("json"), world.disk.get(`/vextel/outbox/waiting/${other.id}.json`)!);
  await expect(outbox.read(sealed.id)).rejects.toMatchObject({ code: "OUTBOX_DAMAGED" });
});

test.each(["json", "envelope"])("a damaged event can be forgotten (without %s)", async (missing) => {
  const { world, outbox } = open();
  await outbox.keep(sealed, "a title");
  world.disk.delete(at(missing));
  await outbox.drop(sealed.id, "not needed");
  await outbox.tidy();
  expect([...world.disk.keys()].filter((path) => path.includes("/waiting/"))).toEqual([]);
});

test("clear leaves nothing behind, not even after a crash", async () => {
  const { world, outbox } = open();
  const [whole, bytesOnly, settled] = ["whole", "bytes only", "settled"].map((name) => sealSample({ name }));
  for (const one of [whole!, bytesOnly!, settled!]) await outbox.keep(one, "a title");
  world.disk.delete(`/vextel/outbox/waiting/${bytesOnly!.id}.json`);
  await outbox.drop(settled!.id, "not needed");
  await outbox.clear();
  expect([...world.disk.keys()].filter((path) => path.startsWith("/vextel/outbox/"))).toEqual([]);
});

test("a truncated entry is not listed; fields may be in any order", async () => {
  const { world, outbox } = open();
  await outbox.keep(sealed, "a title");
  const whole = Buffer.from(world.disk.get(at("json"))!).toString();
  const places = whole.indexOf(',\n  "places"');
  expect(places).toBeGreaterThan(0);
  for (const end of [places - 1, places, places + 5, whole.length - 3, whole.length]) {
    world.disk.set(at("json"), Buffer.from(whole.slice(0, end)));
    expect(await outbox.list(), `cut off at ${end}`).toHaveLength(end === whole.length ? 1 : 0);
  }
  const { places: first, ...rest } = JSON.parse(whole);
  world.disk.set(at("json"), Buffer.from(JSON.stringify({ places: first, ...rest }, null, 2)));
  expect((await outbox.list()).map(({ id }) => id)).toEqual([sealed.id]);
});

test.each(["itself", "another process"])(
  "an event that is kept again after it became too old is not dropped because of its first date (dropped by %s)",
  async (by) => {
    const { world, outbox } = open();
    await outbox.keep(sealed, "a title");
    await outbox.tidy();
    world.clockMs += 40 * 86_400_000;
    const dropping = by === "itself" ? outbox : createOutbox(resolvePaths(world.env, "/"), world);
    expect(await dropping.tidy()).toHaveLength(1);
    expect(await outbox.keep(sealed, "a title")).toBe("kept");
    expect(await outbox.tidy()).toEqual([]);
    expect(await outbox.ids()).toEqual([sealed.id]);
  },
);

test("an event that was settled and is kept again is not settled by the first receipt", async () => {
  const { world, outbox } = open();
  await outbox.keep(sealed, "a title");
  const receipt = await outbox.drop(sealed.id, "not needed");
  world.disk.delete(`/vextel/outbox/sent/${sealed.id[0]}/${sealed.id}.json`);
  world.disk.set(at("json"), Buffer.from(renderRecord(receipt!))); // as left by a process that died in between
  world.disk.set(at("envelope"), sealed.bytes);
  await outbox.tidy();
  expect(await outbox.ids()).toEqual([]);
  expect(await outbox.keep(sealed, "a title")).toBe("kept");
  await outbox.tidy();
  expect(await outbox.ids()).toEqual([sealed.id]);
});

test("an event that is being settled is listed as a receipt even before its record has been moved", async () => {
  const { world, outbox } = open();
  await outbox.keep(sealed, "a title");
  const { entry } = await outbox.read(sealed.id);
  let seen: readonly string[] | undefined;
  const moveAll: Files["moveAll"] = async (all) => {
    seen ??= (await outbox.receipts()).map(({ id }) => id);
    await world.files.moveAll(all);
  };
  const settling = createOutbox(resolvePaths(world.env, "/"), { ...world, files: { ...world.files, moveAll } });
  await settling.settle(entry, { state: "sent", status: 200 });
  expect(seen).toEqual([sealed.id]);
  expect((await outbox.receipts()).map(({ id }) => id)).toEqual([sealed.id]);
});
