import type { EventEmitter } from "node:events";

/**
 * Handles the owner's command before any listener gets the event: a bot that answers or logs unknown commands must not
 * see it. Later wrappers of `emit` stay in place.
 *
 * @param take - Returns whether it handled the event; must not throw.
 * @returns A function that ends this.
 */
export function intercept(emitter: EventEmitter, event: string, take: (given: unknown) => boolean): () => void {
  const { emit } = emitter;
  const isOwn = Object.hasOwn(emitter, "emit");
  let isOn = true;
  const outer: EventEmitter["emit"] = function (this: EventEmitter, name: string | symbol, ...args: unknown[]) {
    return (isOn && name === event && take(args[0])) || emit.call(this, name, ...args);
  };
  emitter.emit = outer;
  return () => {
    isOn = false;
    if (emitter.emit !== outer) return;
    if (isOwn) emitter.emit = emit;
    else Reflect.deleteProperty(emitter, "emit");
  };
}
