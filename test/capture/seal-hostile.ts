import assert from "node:assert/strict";
import { createCapture } from "../../src/capture/capture.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { lookAgainAtJson } from "../../src/seal/second-check.ts";
import { sampleScrubContext, sampleSubject } from "../support/samples.ts";

const context = sampleScrubContext();

/**
 * Captures and seals all errors of a log, and checks what must hold for each event.
 *
 * @returns The number of errors.
 */
export function sealHostile(log: Buffer): number {
  const capture = createCapture();
  const found = [...capture.push(log), ...capture.flush()];
  const sealer = createSealer(context);
  for (const { report } of found) {
    const { bytes } = sealer(draftEvent(report, sampleSubject, Date.UTC(2026, 0, 1)));
    const { payload } = parseEnvelope(bytes);
    assert(Date.parse(String(payload.timestamp)) >= 0);
    assert(bytes.length < 1_000_000);
    assert.equal(lookAgainAtJson(JSON.stringify(payload), context.literals), undefined);
  }
  return found.length;
}
