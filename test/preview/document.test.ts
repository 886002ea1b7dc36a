import fc from "fast-check";
import { expect, test } from "vitest";
import { type Block, renderHtmlPage, renderMarkdown } from "../../src/preview/document.ts";

const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("`", "```", "|", "<b>", "&amp;", "](x)", "\u001b[2J", "*", "# x"),
);
const inline = fc.oneof(words, fc.record({ code: words }));

test("in Markdown, no text ends a block of lines, adds a cell to a row, or opens a tag", () => {
  fc.assert(
    fc.property(fc.array(words, { minLength: 1 }), fc.tuple(inline, inline), (lines, row) => {
      const blocks: Block[] = [
        { lines: lines.map((line) => [line.replaceAll("\n", " ")]) },
        { head: ["a", "b"], rows: [row] },
      ];
      const text = renderMarkdown(blocks);
      const fence = /^(`{3,})text\n/.exec(text)![1]!;
      expect(text.split("\n").filter((line) => line === fence)).toHaveLength(1);
      const table = text.slice(text.lastIndexOf("| a | b |")).trimEnd().split("\n");
      expect(table).toHaveLength(3);
      expect(table[2]!.replace(/\\./g, "").split("|")).toHaveLength(4);
      expect(table[2]!.replace(/\\./g, "").replace(/`[^`]*`/g, "")).not.toMatch(/[<`]/);
    }),
  );
});

test("in HTML, text cannot add markup, and an address cannot lead elsewhere", () => {
  const evil = '<script>"&</script>';
  const page = renderHtmlPage(evil, [{ text: [evil, { code: evil }, { link: `https://x.example/"onclick=${evil}` }] }]);
  expect(page).not.toContain("<script>");
  expect(page).toContain("<code>&lt;script&gt;&quot;&amp;&lt;/script&gt;</code>");
  expect(page).toContain('href="https://x.example/&quot;onclick=');
});
