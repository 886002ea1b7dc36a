import fc from "fast-check";
import { marked, type Token } from "marked";
import { expect, test } from "vitest";
import { code, fence, renderMarkdown } from "../../src/preview/markdown.ts";
import type { Tree } from "../../src/preview/render.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { sealSample } from "../support/samples.ts";

const payload = parseEnvelope(sealSample().bytes).payload as Tree;

/** An event that has `text` in every field. */
function saying(text: string): Tree {
  const frames = [{ filename: text, function: text, lineno: 1, context_line: text, in_app: true }];
  const value = { type: text, value: text, module: text, mechanism: { type: text, handled: true, exception_id: 0 } };
  return {
    ...payload,
    exception: { values: [{ ...value, stacktrace: { frames } }, value] },
    breadcrumbs: { values: [{ timestamp: text, level: text, category: text, message: text }] },
    ...{ transaction: text, logger: text, logentry: { message: text }, tags: { host: text, plugin_version: text } },
    contexts: {
      ...{ owner: { comment: text }, runtime: { name: text, version: text }, occurrences: { count: text } },
      plugin: { repository: text, address: text, commit: text },
    },
  };
}

const render = (tree: Tree, plugin = "north/weather") =>
  renderMarkdown({ payload: tree, plugin, counts: [["email", 2]] });

/** The text outside of code, which could be a link, a mention or HTML. */
function outsideCode(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token): string[] => {
    if (token.type === "code" || token.type === "codespan") return [];
    if ("items" in token) return outsideCode(token.items as Token[]);
    return "tokens" in token && token.tokens ? outsideCode(token.tokens) : [`${token.type}: ${token.raw}`];
  });
}

const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      "`",
      "~",
      "\n",
      " ",
      "#",
      "<b>",
      "@everyone",
      "](x)",
      "|",
      "\\",
      "-",
      "=",
      ">",
      "&",
      "\t",
      "\r",
      "    ",
    ),
  }),
  fc.string({ unit: "binary" }),
);

test("an event's texts are always in code and never become a link, mention, heading or HTML", () => {
  const usual = outsideCode(marked.lexer(render(saying("x"))));
  const property = fc.property(hostile, (text) => {
    const tokens = marked.lexer(render(saying(text || "x"), text || "x"));
    expect(outsideCode(tokens)).toEqual(usual);
  });
  fc.assert(property, { numRuns: 300 });
});

test("a fenced block keeps its lines in one block, and inline code its text on one line", () => {
  const property = fc.property(hostile, (text) => {
    const [block, ...more] = marked.lexer(fence([text]));
    expect([block?.type, more.filter(({ type }) => type !== "space")]).toEqual(["code", []]);
    expect(code(text)).not.toContain("\n");
  });
  fc.assert(property, { numRuns: 300 });
  expect(code("a `b` c")).toBe("``a `b` c``");
  expect(code("`")).toBe("`` ` ``");
  expect(fence(["```", "</details>"])).toBe("````text\n```\n</details>\n````");
});

test("an issue contains what failed, where and in which versions, but not the ids of the event and the installation", () => {
  expect(render(payload)).toBe(`## \`KeyError: 'rain'\`

- Plugin: \`north/weather\`
- Logger: \`red.weather\`
- Log line: \`Exception in command 'forecast'\`
- Time: \`2026-01-02 03:04:05 UTC\`
- Host: \`red\` \`3.5.5\`
- vextel: \`0.1.0\`

\`\`\`text
Traceback (most recent call last):
  File "/opt/bot/cogs/weather/forecast.py", line 41, in forecast
    return table["rain"]
KeyError: 'rain'
\`\`\`

Logged before it:

\`\`\`text
info red.weather asked for a forecast
\`\`\`

Scrubbed by vextel on the bot's machine; removed: 2 email.
`);
  expect(render(payload)).not.toMatch(/[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}/);
});

test("an issue contains the comment, the plugin's repository and the count; a Node stack looks like Node's output", () => {
  const frames = [
    { filename: "app.js", function: "run", lineno: 3, colno: 5, in_app: true },
    { filename: "kiosk.js", lineno: 7, in_app: true },
  ];
  const exception = {
    type: "TypeError",
    value: "no change",
    mechanism: { type: "generic", handled: true, exception_id: 0 },
    stacktrace: { frames },
  };
  const contexts = {
    ...{ owner: { comment: "since the update" }, occurrences: { count: 300 } },
    plugin: { repository: "laggrons", address: "https://git.example/laggrons", commit: "1f2e3d4c" },
  };
  const text = render({ ...payload, platform: "node", exception: { values: [exception] }, contexts });
  expect(text).toContain("TypeError: no change\n    at kiosk.js:7\n    at run (app.js:3:5)\n");
  expect(text).toContain("- Repository: `laggrons` `https://git.example/laggrons`\n- Commit: `1f2e3d4c`\n");
  expect(text).toContain("- Errors in that hour: `300`\n");
  expect(text).toContain("From the owner of the bot:\n\n```text\nsince the update\n```");
});
