import type { EventEmitter } from "node:events";

/**
 * Takes what is its own out of an event before any listener gets it: a bot that answers commands it does not know, or
 * logs them, must not meet this one. Whoever wraps `emit` later is left in place.
 *
 * @param take - Whether it took what is emitted; must not throw.
 * @returns Ends it.
 */
export function takeFrom(emitter: EventEmitter, event: string, take: (given: unknown) => boolean): () => void {
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
