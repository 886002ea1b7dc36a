import { parseEnvelope as parseWithSdk } from "@sentry/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEnvelope, renderEnvelope } from "../../src/seal/envelope.ts";

const payload = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }), {
  noNullPrototype: true,
});
const type = fc.constantFrom("event" as const, "transaction" as const, "session" as const);

test("a rendered envelope can be parsed and rendered again with the same bytes", () => {
  fc.assert(
    fc.property(payload, payload, type, (header, payload, type) => {
      const bytes = renderEnvelope(header, type, payload);
      const parsed = parseEnvelope(bytes);
      expect(JSON.stringify(parsed.payload)).toBe(JSON.stringify(payload));
      expect(parsed.itemHeader.type).toBe(type);
      expect(Buffer.compare(renderEnvelope(parsed.header, type, parsed.payload), bytes)).toBe(0);
    }),
  );
});

test("the bytes are printable ASCII on three lines, whatever the payload contains", () => {
  fc.assert(
    fc.property(payload, (payload) => {
      const bytes = renderEnvelope({ event_id: "0" }, "event", payload);
      expect(Buffer.from(bytes).toString("latin1")).toMatch(/^([\x20-\x7e]+\n){3}$/);
    }),
  );
});

test("Sentry's own parser reads the same content", () => {
  fc.assert(
    fc.property(payload, (payload) => {
      const [header, [[itemHeader, item]]] = parseWithSdk(
        renderEnvelope({ event_id: "0" }, "event", payload),
      ) as never as [object, [[{ length: number }, Uint8Array]]];
      expect(header).toEqual({ event_id: "0" });
      expect(item.length).toBe(itemHeader.length);
      expect(Buffer.from(item).toString()).toBe(Buffer.from(item).toString("latin1"));
      expect(JSON.stringify(JSON.parse(Buffer.from(item).toString()))).toBe(JSON.stringify(payload));
    }),
  );
});

test("bytes that were truncated or extended, or whose length field is wrong, are refused", () => {
  const bytes = Buffer.from(renderEnvelope({ event_id: "0" }, "event", { message: "it rains" }));
  for (let end = 0; end < bytes.length; end++) expect(() => parseEnvelope(bytes.subarray(0, end))).toThrow(SyntaxError);
  expect(() => parseEnvelope(Buffer.concat([bytes, Buffer.from("x")]))).toThrow(SyntaxError);
  expect(() => parseEnvelope(Buffer.from(bytes.toString().replace("rains", "snowed")))).toThrow(SyntaxError);
});
