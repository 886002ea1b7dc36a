import { expectSame, type Machine } from "../machine.ts";
import type { Model } from "../model.ts";

/** Time passes, or the clock is set forward or back. */
export class StepClock {
  constructor(readonly ms: number) {}
  check = () => true;
  async run(model: Model, machine: Machine) {
    machine.clockMs += this.ms;
    model.clockMs += this.ms;
    await expectSame(model, machine);
  }
  toString = () => `the clock goes ${this.ms} ms`;
}

/** All running programs restart. */
export class Restart {
  check = () => true;
  async run(model: Model, machine: Machine) {
    machine.restart();
    await expectSame(model, machine);
  }
  toString = () => "everything restarts";
}
