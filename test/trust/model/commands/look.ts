import { runDrop } from "../../../../src/cli/commands/drop.ts";
import { runEdit } from "../../../../src/cli/commands/edit.ts";
import { choosePending, expectSame, type Machine } from "../machine.ts";
import type { Model } from "../model.ts";

/** The owner adds a comment, so that the bytes differ from the approved ones. */
export class Edit {
  constructor(readonly number: number) {}
  check = (model: Model) => choosePending(model, this.number) !== undefined;
  async run(model: Model, machine: Machine) {
    const [id, event] = choosePending(model, this.number)!;
    await runEdit({ id, comment: `look ${"x".repeat(++model.turn % 50)} again` }, machine.deps);
    if (event.approval === "holds") event.approval = "stale";
    await expectSame(model, machine);
  }
  toString = () => `edit number ${this.number}`;
}

export class Approve {
  constructor(readonly number: number) {}
  check = (model: Model) => choosePending(model, this.number) !== undefined;
  async run(model: Model, machine: Machine) {
    const [id, event] = choosePending(model, this.number)!;
    const { entry } = await machine.deps.outbox.read(id);
    await machine.deps.outbox.approve(id, entry.sha256);
    event.approval = "holds";
    await expectSame(model, machine);
  }
  toString = () => `approve number ${this.number}`;
}

export class Drop {
  constructor(readonly number: number) {}
  check = (model: Model) => choosePending(model, this.number) !== undefined;
  async run(model: Model, machine: Machine) {
    const [id, event] = choosePending(model, this.number)!;
    await runDrop({ ids: [id] }, machine.deps);
    event.state = "dropped";
    await expectSame(model, machine);
  }
  toString = () => `drop number ${this.number}`;
}
