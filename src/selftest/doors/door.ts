/** Whose errors the planted ones are. */
export const publisher = "canaries";
export const plugin = "cage";

/** Where a door leads to, and what is pushed through it. */
export interface Door {
  readonly env: NodeJS.ProcessEnv;
  /** Of the server that takes the place of Sentry. */
  readonly port: number;
  /** All private texts of this run. */
  readonly text: string;
}

/** A random id of an event. */
export const randomId = () => crypto.randomUUID().replaceAll("-", "");
