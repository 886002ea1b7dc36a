/** Called with an uncaught error; `isEnd` if it certainly ends the process. */
export type CrashListener = (error: unknown, isEnd: boolean) => void;

/** Reports uncaught errors without changing what happens to the process. */
export interface CrashWatch {
  /** @returns A function that removes the listener; after the last one, nothing of it is left on the process. */
  add(listener: CrashListener): () => void;
}

type Rejection = NodeJS.UnhandledRejectionListener;

/** How all copies of vextel distinguish their listeners from the bot's. */
const mark = Symbol.for("vextel.crash-listener");

/**
 * `uncaughtExceptionMonitor` gets the error that ends the process and changes nothing. It also gets rejections, unless
 * the bot listens to `unhandledRejection`, or rejections do not end the process. Only then may vextel listen to that
 * event as well: as the only listener, it would keep the process alive.
 */
export function createCrashWatch(process: NodeJS.Process): CrashWatch {
  const listeners = new Set<CrashListener>();
  const tell = (error: unknown, isEnd: boolean) => {
    for (const listener of [...listeners]) {
      try {
        listener(error, isEnd);
      } catch {
        // the bot's own handling of the error continues
      }
    }
  };
  const onUncaught = (error: unknown) => tell(error, endsByUncaught(process));
  const mayListen = outlivesRejections(process);
  const onRejection: Rejection = Object.assign((error: unknown) => tell(error, false), { [mark]: true });
  const isJoined = () => process.listeners("unhandledRejection").includes(onRejection);
  const isOthers = (listener: object) => !(mark in listener);
  const join = () => {
    if (!isJoined()) process.prependListener("unhandledRejection", onRejection); // the first listener may end the process
  };
  const joinOthers = () => {
    if (listeners.size > 0 && (mayListen || process.listeners("unhandledRejection").some(isOthers))) join();
    else if (isJoined()) process.off("unhandledRejection", onRejection);
  };
  const onAdd = (name: string | symbol, listener: object) => {
    if (name === "unhandledRejection" && isOthers(listener)) join(); // the new one comes right after
  };
  const onRemove = (name: string | symbol) => {
    if (name === "unhandledRejection") joinOthers();
  };
  const change = (method: "on" | "off") => {
    process[method]("uncaughtExceptionMonitor", onUncaught);
    process[method]("newListener", onAdd);
    process[method]("removeListener", onRemove);
    joinOthers();
  };
  return {
    add(listener) {
      const own: CrashListener = (error, isEnd) => listener(error, isEnd);
      listeners.add(own);
      if (listeners.size === 1) change("on");
      return () => {
        if (listeners.delete(own) && listeners.size === 0) change("off");
      };
    },
  };
}

/** A domain sets the callback, too. */
const endsByUncaught = (process: NodeJS.Process) =>
  process.listenerCount("uncaughtException") === 0 && !process.hasUncaughtExceptionCaptureCallback();

/** With these flags, Node behaves the same with or without listeners. The last of several flags counts. */
function outlivesRejections({ execArgv, env }: NodeJS.Process): boolean {
  const flags = [env.NODE_OPTIONS ?? "", ...execArgv].join(" ").matchAll(/--unhandled[-_]rejections[= ]([\w-]+)/g);
  return ["warn", "none"].includes([...flags].at(-1)?.[1] ?? "");
}
