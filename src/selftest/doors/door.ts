/** The plugin to which the planted errors belong. */
export const publisher = "canaries";
export const plugin = "cage";

/** The destination of a way of reporting, and the errors to report. */
export interface Door {
  readonly env: NodeJS.ProcessEnv;
  /** DSN of the server that stands in for Sentry. */
  readonly port: number;
  /** All private texts of this run. */
  readonly text: string;
}

/** A random id of an event. */
export const randomId = () => crypto.randomUUID().replaceAll("-", "");
