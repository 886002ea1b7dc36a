import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const scrubber = createScrubber();
const scrub = (text: string): string => scrubber.text(text).text;

const PUBLIC = "AAAAC3NzaC1lZDI1NTE5AAAAIKs1c2xhdHRlcnkgaXMgbm90aGluZyBidXQg";
const FIRST = "AAAAIQCq7Lm2Xz9Rt4Kp0Vd8Ns3AAAAIKs1c2xhdHRlcnkgaXMgbm90aGluZyBi";
const SECOND = "dXQgYSB3b3Jk";

const puttyKey = (...lines: string[]): string =>
  `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\n${PUBLIC}\nPrivate-Lines: ${lines.length}\n${lines.map((line) => `${line}\n`).join("")}Private-MAC: 5d4f0a99`;

test.each([
  ["plain", (key: string) => key],
  ["with CRLF", (key: string) => key.replaceAll("\n", "\r\n")],
  ["in JSON", (key: string) => JSON.stringify(key)],
])("the private part of a PuTTY key is removed: %s", (_, write) => {
  const once = scrub(write(puttyKey(FIRST, SECOND)));
  expect(once).toBe(write(puttyKey("PRIVATE-KEY").replace("Lines: 1\nPRIV", "Lines: 2\nPRIV")));
  expect(scrub(once)).toBe(once);
});

test("a PuTTY key gives the same output in pieces", () => {
  const key = puttyKey(FIRST, SECOND);
  const stream = scrubber.stream();
  const out = [...Buffer.from(key)].map((byte) => Buffer.from(stream.push(Uint8Array.of(byte))));
  expect(Buffer.concat([...out, Buffer.from(stream.end())]).toString()).toBe(scrub(key));
});

test("a secret key of minisign is removed", () => {
  const key = `RWRTY0Iy${"Kq7vZm2xPd".repeat(21).slice(0, 204)}`;
  expect(scrub(`untrusted comment: minisign encrypted secret key\n${key}\n`)).not.toContain("Kq7vZm2xPd");
});

test.each([
  "Private-Lines: 8\n",
  "Private-Lines: 8\nPrivate-MAC: 5d4f0a99\n",
  `Public-Lines: 1\n${PUBLIC}\n`,
  "the count of Private-Lines: 1\nword\n",
  "Private-Lines: many\nAAAAC3NzaC1lZDI1NTE5\n",
  "corporate-Lines: 1\nAAAAC3NzaC1lZDI1NTE5\n",
  "untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n",
  "RWRTY0Iy is how such a key begins",
])("text without a private part stays: %j", (text) => {
  expect(scrub(text)).toBe(text);
});

const pgpKey = (header: string): string =>
  `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${header}\n\n${FIRST}\n${SECOND}\n-----END PGP PRIVATE KEY BLOCK-----\n`;

test("a key is removed although its comment was scrubbed before, on its own", () => {
  expect(scrub(pgpKey("Comment: Ada <EMAIL-ADDRESS>"))).toBe("PRIVATE-KEY\n");
});

test.each(["BOT-TOKEN: 1", "Cookie: a=API-SECRET", "EMAIL-ADDRESS"])(
  "what is not replaced as a whole is no key: %s",
  (header) => {
    expect(scrub(pgpKey(header))).toBe(pgpKey(header));
  },
);

test.each(["", "Proc-Type: 4,ENCRYPTED\n\n", "AAAA\nName: none\n"])(
  "two keys without a line end between them are removed whole: %j",
  (header) => {
    const key = (lines: string): string =>
      `-----BEGIN PRIVATE KEY-----\n${lines}${FIRST}\n${SECOND}\n-----END PRIVATE KEY-----`;
    expect(scrub(key("") + key(header))).toBe("PRIVATE-KEYPRIVATE-KEY");
  },
);
