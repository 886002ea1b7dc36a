import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const manifest = {
  publisher: "north",
  privacy: "https://sentry.io@\u0430\u0440\u0440le.example/what?is=sent",
  plugins: { lamps: { version: "1.0.0", dsn: "https://key@north.example/7", paths: ["cogs/lamps"] } },
};

async function add(bytes: Uint8Array) {
  const home = temporaryFolder();
  writeFileSync(join(home, "vextel.json"), bytes);
  return runVextel(["publisher", "add", join(home, "vextel.json")], { home });
}

test.each([
  ["UTF-8", Buffer.from(`\ufeff${JSON.stringify(manifest)}`)],
  ["UTF-16", Buffer.from(`\ufeff${JSON.stringify(manifest)}`, "utf16le")],
])("a manifest that Windows saved as %s with a mark is registered", async (_, bytes) => {
  expect(await add(bytes)).toMatchObject({ status: 0, stdout: expect.stringContaining("north is registered") });
});

test("a manifest of more than 4 MiB is refused, compressed or not", async () => {
  const large = Buffer.from(JSON.stringify(manifest) + " ".repeat(4 * 1024 * 1024));
  for (const bytes of [large, gzipSync(large)]) {
    const { status, stdout, stderr } = await add(bytes);
    expect([status === 0, stdout, stderr]).toEqual([false, "", expect.stringContaining("it is larger than 4 MiB")]);
  }
});

test("the host of a link is shown in ASCII, and nothing that looks like a host before it", async () => {
  const { stdout } = await add(Buffer.from(JSON.stringify(manifest)));
  expect(stdout).toContain("The author's page about it: https://xn--le-6kc8da.example/what?is=sent");
});
