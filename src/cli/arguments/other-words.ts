/** Names that other programs use for commands of vextel, each with the command to type. */
const otherWords: Readonly<Record<string, string>> = {
  version: "vextel --version",
  ...{ init: "vextel setup", install: "vextel setup", start: "vextel setup", wizard: "vextel setup" },
  ...{ bots: "vextel find", discover: "vextel find", scan: "vextel find" },
  ...{ on: "vextel enable", consent: "vextel enable", allow: "vextel enable", optin: "vextel enable" },
  ...{ off: "vextel disable", deny: "vextel disable", optout: "vextel disable" },
  ...{ ls: "vextel list", log: "vextel history", pending: "vextel list", outbox: "vextel list", queue: "vextel list" },
  ...{ cat: "vextel show", view: "vextel show", inspect: "vextel show", diff: "vextel scrub --diff" },
  ...{ rm: "vextel drop", remove: "vextel drop", delete: "vextel drop", forget: "vextel drop" },
  ...{ report: "vextel send", post: "vextel send", submit: "vextel send", upload: "vextel send" },
  ...{ redact: "vextel scrub", sanitize: "vextel scrub", clean: "vextel scrub", check: "vextel scrub --check" },
  ...{ follow: "vextel watch", tail: "vextel watch", run: "vextel watch", daemon: "vextel watch" },
  ...{ service: "vextel setup --service user", systemd: "vextel setup --service user" },
  ...{
    config: "vextel policy",
    settings: "vextel policy",
    words: "vextel policy add <word>",
    rules: "vextel scrub --rules",
  },
  ...{ audit: "vextel history", test: "vextel selftest", doctor: "vextel selftest", uuid: "vextel status" },
  ...{ uninstall: "npm uninstall -g vextel" },
};

/** What to type instead of an unknown command; `undefined` if no name is known. Pure. */
export const meantBy = (word: string): string | undefined =>
  Object.hasOwn(otherWords, word.toLowerCase()) ? otherWords[word.toLowerCase()] : undefined;
