import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Publishers, parseConsentFile } from "../../src/consent/stored.ts";
import type { Entry } from "../../src/outbox/entry.ts";
import { parseRecord } from "../../src/outbox/record.ts";

/** The paths of all files in a home, relative to it, except for the files `checked*` about the program itself. */
export const filesOf = (home: string): string[] =>
  readdirSync(home, { recursive: true })
    .map(String)
    .filter((name) => !name.startsWith("checked"))
    .filter((name) => statSync(join(home, name), { throwIfNoEntry: false })?.isFile());

/** Expects each state file to be complete and private. */
export function expectSoundHome(home: string): void {
  for (const name of filesOf(home)) {
    const path = join(home, name);
    if (name.startsWith("outbox/") && name.endsWith(".json"))
      expect(parseRecord<Entry>(readFileSync(path)), `${name} cannot be read`).toBeDefined();
    expect(statSync(path).mode & 0o777, name).toBe(0o600);
  }
  readConsent(home);
}

/** The saved answers; fails if the file is damaged. */
export function readConsent(home: string): Publishers {
  const path = join(home, "consent.json");
  if (!existsSync(path)) return new Map();
  const publishers = parseConsentFile(readFileSync(path, "utf8"));
  if (typeof publishers === "string") throw new Error(`the consent file ${publishers}`);
  return publishers;
}
