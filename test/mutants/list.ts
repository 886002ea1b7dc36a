/** A line of the program, broken on purpose, and the tests that must notice. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly text: string;
  readonly broken: string;
  readonly tests: readonly string[];
}

export const mutants: readonly Mutant[] = [
  {
    name: "consent: an event is sent whatever the answer says",
    file: "src/deliver/dispatch.ts",
    text: 'if (decideDelivery(deps.world.env, consent, candidate) !== "send")',
    broken: "if (false as boolean)",
    tests: ["test/deliver/dispatch.test.ts", "test/cli/consent.test.ts"],
  },
  {
    name: "consent: a yes is not written into the ledger",
    file: "src/consent/file.ts",
    text: 'if (isAnswer && after.answer === "enabled") await ledger.add(toRecord(publisher, after));',
    broken: "",
    tests: ["test/cli/history.test.ts"],
  },
  {
    name: "outbox: sessions are kept ten times as long",
    file: "src/outbox/quota.ts",
    text: "sessionMs: 5 * dayMs",
    broken: "sessionMs: 50 * dayMs",
    tests: ["test/outbox/quota.test.ts"],
  },
  {
    name: "outbox: receipts are kept a hundred times as long",
    file: "src/outbox/quota.ts",
    text: "receiptMs: 90 * dayMs",
    broken: "receiptMs: 9000 * dayMs",
    tests: ["test/outbox/quota.test.ts"],
  },
  {
    name: "outbox: sealed anew, the title stays that of the old bytes",
    file: "src/outbox/create-entry.ts",
    text: "createEntry(sealed, titleOf(sealed.bytes), entry)",
    broken: "createEntry(sealed, entry.title, entry)",
    tests: ["test/policy/doors.test.ts", "test/outbox/outbox.test.ts"],
  },
  {
    name: "deliver: an event is not marked before it is posted",
    file: "src/outbox/change.ts",
    text: 'await pending.write({ ...now.entry, state: "posting", reason: underWay });',
    broken: "",
    tests: ["test/deliver/dispatch.test.ts", "test/outbox/crash.test.ts"],
  },
  {
    name: "deliver: nothing is written down before the first byte leaves",
    file: "src/deliver/deliver.ts",
    text: 'kind: "sending"',
    broken: 'kind: "changed"',
    tests: ["test/cli/history.test.ts"],
  },
  {
    name: "cli: the bot's token variable is not taken out",
    file: "src/cli/pipeline/scrub-context.ts",
    text: '["RED_TOKEN", "DISCORD_TOKEN"',
    broken: '["NO_TOKEN", "DISCORD_TOKEN"',
    tests: ["test/cli/scrub.test.ts"],
  },
  {
    name: "reporter: loops are timed a hundred times as often",
    file: "src/reporter/tasks/timing.ts",
    text: "loops: 0.005",
    broken: "loops: 0.5",
    tests: ["test/reporter/timing.test.ts"],
  },
  {
    name: "history: a line does not hold the digest of the one before",
    file: "src/history/chain.ts",
    text: "previous: before === undefined ? beginning : digest(before)",
    broken: "previous: beginning",
    tests: ["test/history/ledger.test.ts"],
  },
  {
    name: "policy: a publisher's own choice does not win",
    file: "src/policy/policy.ts",
    text: "breadcrumbs: own.breadcrumbs ?? policy.breadcrumbs",
    broken: "breadcrumbs: policy.breadcrumbs",
    tests: ["test/policy/policy.test.ts"],
  },
];
