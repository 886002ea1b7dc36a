import fc from "fast-check";
import { expect, test } from "vitest";
import { type Consent, decideDelivery, decideEffective } from "../../src/consent/consent.ts";

const timeMs = fc.integer({ min: 0, max: 4e12 });
const consent: fc.Arbitrary<Consent> = fc
  .record({
    uuid: fc.constant("2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10"),
    answer: fc.constantFrom("unset", "enabled", "disabled"),
    sinceMs: timeMs,
    manual: fc.boolean(),
    notifiedPlugins: fc.constant([]),
  })
  .map(({ sinceMs, ...rest }) => (rest.answer === "unset" ? rest : { ...rest, sinceMs }));
const saved = fc.oneof(consent, fc.constant(undefined), fc.constant("untrusted" as const));

const value = fc.oneof(fc.constantFrom("", "0", "1", "true", "yes", "on", "no", "off", "TRUE"), fc.string());
const env = fc.record({ DO_NOT_TRACK: value, VEXTEL_TELEMETRY: value }, { requiredKeys: [] });

test("a kill switch can only close", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      if (decideEffective(env, consent).effective === "enabled")
        expect(decideEffective({}, consent).effective).toBe("enabled");
    }),
  );
});

test("DO_NOT_TRACK with any value but empty and 0 closes", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      if (!env.DO_NOT_TRACK || env.DO_NOT_TRACK === "0") return;
      expect(decideEffective(env, consent)).toMatchObject({ effective: "disabled", source: "DO_NOT_TRACK" });
    }),
  );
});

test("nothing but a saved yes enables", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      const isYes = typeof consent === "object" && consent.answer === "enabled";
      if (!isYes) expect(decideEffective(env, consent).effective).toBe("disabled");
      expect(decideEffective({}, consent).effective).toBe(isYes ? "enabled" : "disabled");
    }),
  );
});

test("the source is the first layer with a verdict, and every layer is told", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      const { layers, source, effective } = decideEffective(env, consent);
      expect(layers.map((layer) => layer.source)).toEqual([
        "DO_NOT_TRACK",
        "VEXTEL_TELEMETRY",
        "consent file",
        "default",
      ]);
      expect(layers.find(({ verdict }) => verdict)).toMatchObject({ source, verdict: effective });
    }),
  );
});

test("consent never reaches back", () => {
  fc.assert(
    fc.property(env, fc.option(consent, { nil: undefined }), timeMs, (env, consent, capturedAtMs) => {
      const decision = decideDelivery(env, consent, { namedByOwner: false, capturedAtMs });
      const covered = consent?.answer === "enabled" && capturedAtMs >= consent.sinceMs!;
      if (!covered) expect(decision).not.toBe("send");
      if (decision === "send") expect(decideEffective(env, consent).effective).toBe("enabled");
    }),
  );
});

test("what is not sent is kept exactly as long as manual is on", () => {
  fc.assert(
    fc.property(env, fc.option(consent, { nil: undefined }), timeMs, (env, consent, capturedAtMs) => {
      const decision = decideDelivery(env, consent, { namedByOwner: false, capturedAtMs });
      if (decision !== "send") expect(decision).toBe((consent?.manual ?? true) ? "hold" : "drop");
    }),
  );
});

test("naming an event is consent to it", () => {
  fc.assert(
    fc.property(env, fc.option(consent, { nil: undefined }), timeMs, (env, consent, capturedAtMs) => {
      expect(decideDelivery(env, consent, { namedByOwner: true, capturedAtMs })).toBe("send");
    }),
  );
});
