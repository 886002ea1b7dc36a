import fc from "fast-check";
import { expect, test } from "vitest";
import { applyAnswer } from "../../src/consent/answer.ts";
import { decideCapture } from "../../src/consent/capture.ts";
import { type Claim, findGrant, type Grant } from "../../src/consent/claims.ts";
import { type Consent, createConsent } from "../../src/consent/consent.ts";
import { decideEffective } from "../../src/consent/effective.ts";
import { type Candidate, decideDelivery } from "../../src/consent/hold.ts";
import { allKinds } from "../../src/consent/kinds.ts";
import { decideStanding } from "../../src/consent/standing.ts";
import { yesTo } from "../support/consents.ts";

const timeMs = fc.integer({ min: 0, max: 5 });
const generation = fc.integer({ min: 0, max: 4 });
const destination = fc.constantFrom("https://a.example/1", "https://a.example/2", "https://b.example/1");
const claim = fc.record({
  plugin: fc.constantFrom("lamps", "moths"),
  destination,
  paths: fc.uniqueArray(fc.constantFrom("cogs/lamps", "cogs/lamps/bulb", "cogs/moths"), { maxLength: 2 }),
  loggers: fc.uniqueArray(fc.constantFrom("red.lamps", "red.lamps.bulb", "red.moths"), { maxLength: 2 }),
});
const grant = fc.record({ sinceMs: timeMs, generation });
const kind = fc.constantFrom(...allKinds);
const consent: fc.Arbitrary<Consent> = fc
  .record({
    answer: fc.constantFrom("unset" as const, "enabled" as const, "disabled" as const),
    sinceMs: timeMs,
    manual: fc.boolean(),
    agreed: fc.array(
      fc.tuple(claim, grant).map(([a, b]) => ({ ...a, ...b })),
      { maxLength: 3 },
    ),
    kinds: fc.uniqueArray(
      fc.tuple(kind, grant).map(([kind, b]) => ({ kind, ...b })),
      { selector: ({ kind }) => kind },
    ),
  })
  .map(({ sinceMs, agreed, kinds, ...rest }) => ({
    ...{ ...createConsent("2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10"), ...rest, generation: 4 },
    ...(rest.answer !== "unset" && { sinceMs }),
    ...(rest.answer === "enabled" && { agreed, kinds }),
  }));
const candidate: fc.Arbitrary<Candidate> = fc.record(
  {
    ...{ capture: fc.constantFrom("automatic" as const, "by hand" as const), capturedAtMs: timeMs, generation },
    ...{ happenedAtMs: timeMs, kind, destination, namedByOwner: fc.constant(false) },
  },
  { requiredKeys: ["namedByOwner"] },
);
const saved = fc.oneof(consent, fc.constant(undefined), fc.constant("untrusted" as const));

const value = fc.oneof(fc.constantFrom("", "0", "1", "true", "yes", "on", "no", "off", "TRUE"), fc.string());
const env = fc.record({ DO_NOT_TRACK: value, VEXTEL_TELEMETRY: value }, { requiredKeys: [] });

const someEnv = fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, env);

test("a kill switch can only stop sending", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      if (decideEffective(env, consent).effective === "enabled")
        expect(decideEffective({}, consent).effective).toBe("enabled");
    }),
  );
});

test("DO_NOT_TRACK with any value other than empty or 0 stops automatic sending", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      if (!env.DO_NOT_TRACK || env.DO_NOT_TRACK === "0") return;
      expect(decideEffective(env, consent)).toMatchObject({ effective: "disabled", source: "DO_NOT_TRACK" });
    }),
  );
});

test("only a saved decision enables", () => {
  fc.assert(
    fc.property(env, saved, (env, consent) => {
      const isYes = typeof consent === "object" && consent.answer === "enabled";
      if (!isYes) expect(decideEffective(env, consent).effective).toBe("disabled");
      expect(decideEffective({}, consent).effective).toBe(isYes ? "enabled" : "disabled");
    }),
  );
});

test("the source is the first layer that decides, and every layer is shown", () => {
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

test("an event is sent automatically only if every part of the rule allows it", () => {
  let sent = 0;
  fc.assert(
    fc.property(someEnv, consent, candidate, (env, consent, event) => {
      if (decideDelivery(env, consent, event) !== "send") return;
      sent += 1;
      expect(decideEffective(env, consent).effective).toBe("enabled");
      expect(event.capture).toBe("automatic");
      const { agreed, kinds, sinceMs } = consent!;
      const under = [...agreed, ...kinds].find((one) => one.generation === event.generation)!;
      const to = agreed.filter((one) => one.destination === event.destination);
      const of = kinds.filter((one) => one.kind === event.kind);
      expect(sinceMs).toBeDefined();
      for (const [what, grants] of Object.entries({ under: [under], to, of })) {
        const covers = (one: Grant) =>
          event.generation! >= one.generation &&
          event.capturedAtMs! >= one.sinceMs &&
          event.happenedAtMs! >= one.sinceMs;
        expect(grants.some(covers), what).toBe(true);
      }
    }),
    { numRuns: 20_000 },
  );
  expect(sent).toBeGreaterThan(10);
});

test("an event with anything unknown about it is not sent automatically", () => {
  const yes = yesTo(["https://a.example/1"]);
  const whole: Candidate = {
    ...{ namedByOwner: false, capture: "automatic", capturedAtMs: 5, happenedAtMs: 5, generation: 1 },
    ...{ kind: "errors", destination: "https://a.example/1" },
  };
  expect(decideDelivery({}, yes, whole)).toBe("send");
  for (const field of ["capture", "capturedAtMs", "happenedAtMs", "generation", "kind", "destination"] as const) {
    const { [field]: _, ...rest } = whole;
    expect(decideDelivery({}, yes, rest), field).toBe("hold");
    if (field.endsWith("Ms")) expect(decideDelivery({}, yes, { ...whole, [field]: Number.NaN })).toBe("hold");
  }
});

test("an event captured under one decision is not covered by the next, whatever the clock says", () => {
  fc.assert(
    fc.property(timeMs, timeMs, claim, kind, (firstMs, secondMs, claim, kind) => {
      const yes = (before: Consent, sinceMs: number, generation: number) =>
        applyAnswer(before, { answer: "enabled", claims: [claim], kinds: allKinds }, { sinceMs, generation });
      const first = yes(createConsent("2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10"), firstMs, 1);
      const no = applyAnswer(first, { answer: "disabled" }, { sinceMs: secondMs, generation: 2 });
      const second = yes(no, secondMs, 3);
      const atMs = Math.max(firstMs, secondMs);
      const { verdict, stamp } = decideCapture({}, first, claim, { kind, happenedAtMs: atMs, capturedAtMs: atMs });
      expect(verdict).toBe("send");
      const { destination } = claim;
      const event = { ...stamp, namedByOwner: false, happenedAtMs: atMs, kind, destination };
      expect([first, no, second].map((consent) => decideDelivery({}, consent, event))).toEqual([
        "send",
        "hold",
        "hold",
      ]);
    }),
  );
});

test("capture and delivery decide the same, as long as nothing changes", () => {
  fc.assert(
    fc.property(consent, claim, kind, timeMs, timeMs, (consent, claim, kind, happenedAtMs, capturedAtMs) => {
      const { verdict, stamp } = decideCapture({}, consent, claim, { kind, happenedAtMs, capturedAtMs });
      const event = { ...stamp, namedByOwner: false, happenedAtMs, kind, destination: claim.destination };
      expect(decideDelivery({}, consent, event)).toBe(verdict);
    }),
  );
});

test("enabling again with more claims does not hold what was already covered", () => {
  fc.assert(
    fc.property(
      fc.array(claim, { maxLength: 3 }),
      fc.array(claim, { maxLength: 3 }),
      timeMs,
      timeMs,
      (few, more, a, b) => {
        const fresh = createConsent("2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10");
        const yes = (before: Consent, claims: Claim[], grant: Grant) =>
          applyAnswer(before, { answer: "enabled", claims, kinds: allKinds }, grant);
        const first = yes(fresh, few, { sinceMs: a, generation: 1 });
        const second = yes(first, [...few, ...more], { sinceMs: b, generation: 2 });
        for (const claim of few) expect(findGrant(second.agreed, claim)).toEqual({ sinceMs: a, generation: 1 });
        expect(decideStanding(second, [...few, ...more]).state).toBe("enabled");
        expect(second.sinceMs).toBe(a);
        expect(yes(second, [...few, ...more], { sinceMs: b + 1, generation: 3 })).toBe(second);
      },
    ),
  );
});

test("a claim is held exactly if it names another destination or claims more errors", () => {
  const agreed = { plugin: "warn", destination: "https://a.example/1", paths: ["cogs/warn"], loggers: ["red.warn"] };
  const yes = { ...yesTo([]), agreed: [{ ...agreed, sinceMs: 0, generation: 1 }] };
  const held = (change: Partial<Claim>) => {
    const { held, state } = decideStanding(yes, [{ ...agreed, ...change }]);
    expect(state).toBe(held.length > 0 ? "held" : "enabled");
    return held;
  };
  expect(held({})).toEqual([]);
  expect(held({ plugin: "warning", paths: ["cogs/warn/inner"], loggers: ["red.warn.inner"] })).toEqual([]);
  expect(held({ paths: [], loggers: [] })).toEqual([]);
  expect(held({ destination: "https://a.example/2" })).toMatchObject([
    { why: "new destination", before: ["https://a.example/1"], now: ["https://a.example/2"] },
  ]);
  expect(held({ paths: ["cogs/warn", "home"], loggers: ["red"] })).toMatchObject([
    { why: "wider claim", before: ["cogs/warn", "red.warn"], now: ["home", "red"] },
  ]);
  expect(held({ paths: ["cogs/warning"] })).toMatchObject([{ now: ["cogs/warning"] }]);
});

test("errors that are not sent are kept if and only if manual is on", () => {
  fc.assert(
    fc.property(env, fc.option(consent, { nil: undefined }), candidate, (env, consent, event) => {
      const decision = decideDelivery(env, consent, event);
      if (decision !== "send") expect(decision).toBe((consent?.manual ?? true) ? "hold" : "drop");
    }),
  );
});

test("naming an event is consent to send it", () => {
  fc.assert(
    fc.property(env, fc.option(consent, { nil: undefined }), candidate, (env, consent, event) => {
      expect(decideDelivery(env, consent, { ...event, namedByOwner: true })).toBe("send");
    }),
  );
});
