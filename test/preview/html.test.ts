import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeHtml, htmlEnd, renderHtmlEvent, renderHtmlStart } from "../../src/preview/html.ts";
import { parseEnvelope, renderEnvelope } from "../../src/seal/envelope.ts";
import { sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const sample = sealSample();
const payload = parseEnvelope(sample.bytes).payload as Record<string, unknown>;

/** A page of an event that has `text` in every field. */
function pageOf(text: string): string {
  const exception = {
    values: [{ type: text, value: text, mechanism: { type: text, handled: true, exception_id: 0 } }],
  };
  const breadcrumbs = { values: [{ timestamp: 1, category: text, message: text, data: { [text]: text } }] };
  const bytes = renderEnvelope({}, "event", { ...payload, exception, breadcrumbs, extra: { [text]: text } });
  const event = renderHtmlEvent({
    ...{ id: sample.id, plugin: text, standing: text, bytes, sha256: sample.sha256, command: text },
    ...{ places: [{ pointer: `/extra/${text}`, placeholder: text }], counts: [[text, 1]] },
  });
  return `${renderHtmlStart(text)}${event}${htmlEnd}`;
}

const tagsOf = (page: string) => page.replace(/<style>.*?<\/style>/s, "").match(/<[^>]*>/g) ?? [];
const shapeOf = (page: string) =>
  new Set(tagsOf(page).map((tag) => tag.replace(/ (id|href)="#?[0-9a-f]{32}-\d+"/, "")));

test("whatever an event contains, the page has the same tags and attributes", () => {
  const known = shapeOf(pageOf("[bot-token]"));
  const hostile = fc.string({
    unit: fc.constantFrom("<", ">", '"', "'", "`", "&", "/", "=", "a", " ", "\n", "\u202e"),
  });
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
      for (const tag of shapeOf(pageOf(text))) expect(known).toContain(tag);
    }),
    { numRuns: 25 },
  );
});

test("escaped text contains no special characters, and can be decoded again", () => {
  const undo: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#96": "`" };
  fc.assert(
    fc.property(fc.string(), (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).not.toMatch(/[<>"'`]/);
      expect(escaped.replace(/&([^;]+);/g, (_, name) => undo[name] ?? "?")).toBe(text);
    }),
  );
});

test("the policy directly follows the character set and allows only the page's style sheet", () => {
  const page = pageOf("x");
  const style = /<style>(.*?)<\/style>/s.exec(page)![1]!;
  const digest = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(
    `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; form-action 'none'; base-uri 'none'">`,
  );
});

test("each removed text is linked to an existing field", () => {
  const bytes = renderEnvelope({}, "event", { ...payload, extra: { note: "a [token] b" } });
  const page = renderHtmlEvent({
    ...{ id: sample.id, plugin: "p/q", standing: "", bytes, sha256: sample.sha256 },
    ...{ places: [{ pointer: "/extra/note", placeholder: "[token]" }], counts: [["bot-token", 1]] },
  });
  const [, anchor] = /<a href="#([^"]+)">\/extra\/note<\/a>/.exec(page)!;
  expect(page).toContain(`<tr id="${anchor}"><th>extra.note</th><td>a <mark>[token]</mark> b</td></tr>`);
});

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

/** The page's HTML in a browser, after its scripts had the chance to run. */
function browse(page: string): string {
  const folder = temporaryFolder();
  const path = join(folder, "page.html");
  writeFileSync(path, page);
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    `--user-data-dir=${folder}/p`,
  ];
  const { stdout } = spawnSync(chromium!, [...flags, "--dump-dom", pathToFileURL(path).href], {
    env: { ...process.env, HOME: folder },
    encoding: "utf8",
    timeout: 60_000,
  });
  return stdout;
}

const attack = `"'><script>document.title = "PWN" + "ED"</script><img src=x onerror='document.title = "PWN" + "ED"'>`;
const withoutPolicy = (page: string) => page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
const unescaped = (page: string) => page.replace("<body>", `<body>${attack}`);

test.skipIf(!chromium)("in a browser, escaping and the policy each suffice alone", { timeout: 240_000 }, () => {
  const title = /<title>[^<]*PWNED/;
  expect(browse(withoutPolicy(unescaped(pageOf("x"))))).toMatch(title); // without both, the attack works
  for (const page of [withoutPolicy(pageOf(attack)), unescaped(pageOf("x"))]) {
    const seen = browse(page);
    expect(seen).toContain("Every field");
    expect(seen).not.toMatch(title);
  }
});
