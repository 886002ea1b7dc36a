import { VextelError } from "../errors.ts";
import { wouldShow } from "../world/files/changes/time-resolution.ts";
import { newerError } from "../world/files/newer.ts";
import { moveAside } from "../world/hints.ts";
import { type Paths, policyPath } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { defaultPolicy, type Policy } from "./policy.ts";
import { policySchema, wordLimits } from "./schema.ts";

/** Access to the policy file of this machine. */
export interface PolicyFile {
  readonly path: string;
  /**
   * The saved policy, or the default if there is none. Writes nothing.
   *
   * @throws {VextelError} `STATE_UNTRUSTED` if the file cannot be trusted or is damaged: nothing may be sealed then.
   */
  read(): Promise<Policy>;
  /** As `read`, but reads the file only if it may have changed; returns the same object if it is unchanged. */
  current(): Promise<Policy>;
  /**
   * Changes the policy under a lock.
   *
   * @returns The policy as it is now.
   */
  change(edit: (policy: Policy) => Policy): Promise<Policy>;
}

export function createPolicyFile(paths: Paths, world: World): PolicyFile {
  const path = policyPath(paths);
  const read = () => readPolicy(path, world);
  let known: { stamp: string | undefined; policy: Policy } | undefined;
  return {
    path,
    read,
    async current() {
      const modified = world.outside.modifiedMs(path);
      const mayChangeUnseen = modified.kind === "found" && !wouldShow(modified.value, world.nowMs());
      const stamp = modified.kind === "found" ? String(modified.value) : modified.kind;
      if (known && stamp === known.stamp) return known.policy;
      const found = await read();
      const policy = known && JSON.stringify(found) === JSON.stringify(known.policy) ? known.policy : found;
      known = { stamp: mayChangeUnseen ? undefined : stamp, policy };
      return policy;
    },
    change: (edit) =>
      world.files.withLock(`${path}.lock`, async () => {
        const after = edit(await read());
        refuseUnreadable(after);
        await world.files.writeSettings(path, { version: 1, ...after });
        return after;
      }),
  };
}

/** A file that the next reader refuses would stop everything. */
function refuseUnreadable({ words, publishers }: Policy): void {
  for (const all of [words, ...Object.values(publishers).map((own) => own.words ?? [])]) {
    if (!all.every(({ text }) => text.trim() !== "" && text.length <= wordLimits.units))
      throw new VextelError(
        "USAGE",
        `A word must have 1 to ${wordLimits.units} characters; the policy was not changed`,
        "For example: vextel policy add Anna",
      );
    if (all.length > wordLimits.words)
      throw new VextelError(
        "USAGE",
        `The policy holds at most ${wordLimits.words} words; it was not changed`,
        "Remove some: vextel policy remove <word>",
      );
  }
}

async function readPolicy(path: string, world: World): Promise<Policy> {
  try {
    const saved = await world.files.readSettings<{ version?: 1 } & Partial<Policy>>(path, policySchema);
    if (saved === undefined) return defaultPolicy;
    const { version, ...policy } = saved;
    if (version === undefined) throw new Error("it has no `version`");
    if (version !== 1) throw new Error("it has a `version` that this vextel does not know");
    return { ...defaultPolicy, ...policy };
  } catch (cause) {
    const newer = newerError(path, await world.files.read(path).catch(() => undefined), 1, "nothing is kept or sent");
    if (newer) throw newer;
    throw new VextelError(
      "STATE_UNTRUSTED",
      `The policy ${path} cannot be used: ${describe(cause)}; nothing is kept or sent`,
      `Correct it, or start over: ${moveAside(path)}`,
      { cause },
    );
  }
}

/** A parser's message quotes broken JSON, and the owner's words are private. */
function describe(cause: unknown): string {
  if (cause instanceof SyntaxError) return "it is not JSON";
  const reason = (cause as Error).message.replace(/^Config schema violation: /, "");
  return reason.startsWith("`` ") ? "it does not hold a JSON object" : reason;
}
