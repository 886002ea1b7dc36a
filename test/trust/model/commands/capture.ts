import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { runCapture } from "../../../../src/cli/commands/capture.ts";
import { expectSame, findNew, type Machine } from "../machine.ts";
import { type Address, captured, coverOf, foldersOf, type Model, type Name } from "../model.ts";

const inLetters = (number: number) => String(number).replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));

/** A log with one error of a publisher's plugin; each is different. */
function logOf(model: Model, name: Name, timeMs: number): string {
  const stack = `Error: no lamp\n    at burn (/srv/${name}-first/lamp.js:${1})`;
  const message = `no lamp ${inLetters(++model.turn)}`;
  const err = { type: "Error", message, stack: stack.replace("no lamp", message) };
  return `${JSON.stringify({ level: 50, time: timeMs, msg: "it failed", err })}\n`;
}

/** Captures a log with `capture`. */
export class CaptureByHand {
  constructor(
    readonly name: Name,
    readonly ageMs: number,
  ) {}
  check = (model: Model) => model.publishers.get(this.name)!.manifest !== undefined;
  async run(model: Model, machine: Machine) {
    const { address } = model.publishers.get(this.name)!.manifest!;
    const happenedMs = model.clockMs - this.ageMs;
    const path = join(machine.home, "given.log");
    writeFileSync(path, logOf(model, this.name, happenedMs));
    await runCapture({ files: [path] }, machine.deps);
    const common = { publisher: this.name, address, capturedMs: model.clockMs, happenedMs };
    await findNew(model, machine, () => captured(model, { ...common, isAutomatic: false }, undefined));
    await expectSame(model, machine);
  }
  toString = () => `capture ${this.name}'s error of ${this.ageMs} ms ago by hand`;
}

/** The longest time until `watch` notices that a manifest has changed. */
const knownAfterMs = 1_000;

/** `watch` reads a log with an error. */
export class Watch {
  constructor(
    readonly name: Name,
    readonly ageMs: number,
  ) {}
  check = (model: Model) => model.publishers.get(this.name)!.manifest !== undefined;
  async run(model: Model, machine: Machine) {
    const isSetBack = Math.abs(model.clockMs + knownAfterMs - machine.watchedMs) < knownAfterMs;
    const passMs = isSetBack ? 3 * knownAfterMs : knownAfterMs; // otherwise the clock might show no passed time
    machine.clockMs += passMs;
    model.clockMs += passMs;
    const publisher = model.publishers.get(this.name)!;
    const { address } = publisher.manifest!;
    const happenedMs = model.clockMs - this.ageMs;
    await machine.watch(logOf(model, this.name, happenedMs));
    const knownMs = this.ageMs < 0 ? 0 : happenedMs; // times in the future are not trusted
    const common = { publisher: this.name, address, capturedMs: model.clockMs, happenedMs: knownMs };
    const cover = coverOf(publisher, address, foldersOf(publisher.manifest!));
    await findNew(model, machine, () => captured(model, { ...common, isAutomatic: true }, cover));
    await expectSame(model, machine);
  }
  toString = () => `watch reads ${this.name}'s error of ${this.ageMs} ms ago`;
}

/** A plugin reports an error with the library, to the given address. */
export class Report {
  constructor(
    readonly name: Name,
    readonly address: Address,
  ) {}
  check = () => true;
  async run(model: Model, machine: Machine) {
    const publisher = model.publishers.get(this.name)!;
    const reporter = machine.reporter(this.name, this.address);
    const receipt = await reporter.report(new Error(`no bulb ${inLetters(++model.turn)}`));
    publisher.declared.add(this.address);
    const common = {
      publisher: this.name,
      address: this.address,
      capturedMs: model.clockMs,
      happenedMs: model.clockMs,
    };
    const cover = coverOf(publisher, this.address, []);
    const event = await findNew(model, machine, () => captured(model, { ...common, isAutomatic: true }, cover));
    expect(receipt.state).toBe(event.under === undefined ? "held" : "sent");
    await expectSame(model, machine);
  }
  toString = () => `${this.name} reports to ${this.address}`;
}
