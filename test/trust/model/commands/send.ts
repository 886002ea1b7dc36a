import { runSend } from "../../../../src/cli/commands/send.ts";
import { choosePending, expectSame, type Machine } from "../machine.ts";
import { type EventModel, goesAutomatically, type Model } from "../model.ts";

const send = (model: Model, id: string, event: EventModel) => {
  model.arrived.push(`${id} to ${event.address}`);
  event.state = "sent";
};

/** The owner sends an event by name; one that was approved with other bytes is only shown again. */
export class SendByHand {
  constructor(readonly number: number) {}
  check = (model: Model) => choosePending(model, this.number) !== undefined;
  async run(model: Model, machine: Machine) {
    const [id, event] = choosePending(model, this.number)!;
    await runSend({ ids: [id] }, machine.deps);
    if (event.approval !== "stale") send(model, id, event);
    await expectSame(model, machine);
  }
  toString = () => `send number ${this.number} by hand`;
}

/** The sender runs: it sends everything that the rule allows, and nothing else. */
export class SendAutomatically {
  constructor(readonly door: "sender" | "send --all" | "sender on a disk that fills") {}
  check = () => true;
  async run(model: Model, machine: Machine) {
    const allowed = [...model.events].filter(
      ([, event]) => event.state === "pending" && goesAutomatically(model, event),
    );
    if (this.door === "sender on a disk that fills") {
      machine.fillsAfterPost = true;
      await machine.sendAutomatically(); // the first event is sent, but this cannot be recorded
      machine.fillsAfterPost = false;
    }
    if (this.door === "send --all") await runSend({ ids: [], all: true }, machine.deps);
    else await machine.sendAutomatically();
    const order = machine.projects.arrived.slice(model.arrived.length).map((line) => line.split(" ")[0]);
    allowed.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)); // servers take turns, so any order is right
    for (const [id, event] of allowed) send(model, id, event);
    model.sentAutomatically += allowed.length;
    await expectSame(model, machine);
  }
  toString = () => this.door;
}
