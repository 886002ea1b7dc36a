import { runDisable } from "../../../../src/cli/commands/disable.ts";
import { runEnable } from "../../../../src/cli/commands/enable.ts";
import { runReset } from "../../../../src/cli/commands/reset.ts";
import type { Machine } from "../machine.ts";
import { expectSame } from "../machine.ts";
import { type Model, type Name, sayYes } from "../model.ts";

export class Enable {
  constructor(
    readonly name: Name,
    readonly withErrors: boolean,
  ) {}
  check = (model: Model) => isKnown(model, this.name);
  async run(model: Model, machine: Machine) {
    const refused = this.withErrors ? (["sessions"] as const) : (["errors"] as const);
    await runEnable({ publisher: this.name, yes: true, without: refused }, machine.deps);
    sayYes(model, this.name, this.withErrors);
    await expectSame(model, machine);
  }
  toString = () => `enable ${this.name}${this.withErrors ? "" : " without errors"}`;
}

export class Disable {
  constructor(readonly name: Name) {}
  check = (model: Model) => isKnown(model, this.name);
  async run(model: Model, machine: Machine) {
    await runDisable({ publisher: this.name }, machine.deps);
    delete model.publishers.get(this.name)!.yes;
    await expectSame(model, machine);
  }
  toString = () => `disable ${this.name}`;
}

export class Reset {
  check = () => true;
  async run(model: Model, machine: Machine) {
    await runReset({ yes: true }, machine.deps);
    for (const publisher of model.publishers.values()) {
      delete publisher.yes;
      publisher.declared.clear();
    }
    for (const event of model.events.values()) if (event.state === "pending") event.state = "dropped";
    await expectSame(model, machine);
  }
  toString = () => "reset";
}

/** `enable` and `disable` need a publisher that is known on this machine. */
const isKnown = ({ publishers, events }: Model, name: Name) => {
  const { manifest, declared } = publishers.get(name)!;
  return (
    manifest !== undefined ||
    declared.size > 0 ||
    [...events.values()].some((one) => one.publisher === name && one.state === "pending")
  );
};
