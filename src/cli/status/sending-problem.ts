import { createLimitFile } from "../../deliver/limits/limit-file.ts";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";

type Files = Pick<CommandDeps, "consent" | "policy" | "paths" | "world">;

/** Why nothing is sent from this machine, whatever was decided: a file that every request needs cannot be used. */
export async function findSendingProblem(deps: Files): Promise<VextelError | undefined> {
  const problems = [await problemOf(deps.consent.read()), await problemOf(deps.policy.read())];
  return problems.find((problem) => problem !== undefined) ?? findLimitProblem(deps);
}

/** The same for the servers' limits alone. */
export const findLimitProblem = ({ paths, world }: Pick<Files, "paths" | "world">) =>
  problemOf(createLimitFile(paths, world).readAll());

async function problemOf(reading: Promise<unknown>): Promise<VextelError | undefined> {
  try {
    await reading;
    return undefined;
  } catch (error) {
    if (error instanceof VextelError) return error;
    throw error;
  }
}

export const renderProblem = ({ message, hint }: VextelError): Line[] => [[["bad", message]], [hint]];
