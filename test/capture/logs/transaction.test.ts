import { expect, test } from "vitest";
import { findTransaction } from "../../../src/capture/logs/transaction.ts";

test.each([
  ["Exception in command 'nest today'", "nest today"],
  ["Ignoring exception in command nest:", "nest"],
  ["Ignoring exception in command 'nest'", "nest"],
  ["Ignoring exception in slash command nest:", "nest"],
  ["Error while executing command ping: Missing Access", "ping"],
  ["Error executing command `ping`", "ping"],
  ["An error occurred during the command 'nest' invocation", "nest"],
  ["Unhandled exception in internal background task 'sweep'.", "sweep"],
  ["Ignoring exception in on_member_join", "on_member_join"],
  ["Ignoring exception in view <NestView timeout=180.0 children=3> for item <Button style=1>", "NestView"],
  ["an exception occurred handling an event (MessageCreateEvent)", "MessageCreateEvent"],
  ['Job "sweep (trigger: interval[0:10:00], next run at: 2031-05-06 07:08:09 UTC)" raised an exception', "sweep"],
])("%s", (line, name) => {
  expect(findTransaction(line)).toBe(name);
});

test.each([
  ["Task exception was never retrieved"],
  ["Error in command handler"],
  ["Unhandled exception in event loop"],
  ["the command was run without error"],
  ["Exception in thread Thread-1 (sweep):"],
])("%s does not name a transaction", (line) => {
  expect(findTransaction(line)).toBeUndefined();
});
