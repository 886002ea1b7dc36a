/** How much of one error is kept, the newest of each. Sentry's limits are similar. */
export const limits = {
  breadcrumbs: 25,
  /** Per exception; the middle is left out. */
  frames: 50,
  /** Exceptions of one chain or group. */
  exceptions: 50,
  /** UTF-16 units of one message. */
  messageUnits: 8192,
  /** UTF-16 units of one source line. */
  sourceUnits: 512,
  /** The whole event, UTF-8. */
  eventBytes: 256 * 1024,
  /** Tags of one event. */
  tags: 100,
  /** UTF-16 units of a tag's value; Sentry refuses longer ones. */
  tagUnits: 200,
  /** UTF-16 units of a name: of a class, a function, a tag. */
  nameUnits: 256,
  /** UTF-16 units of the texts of one report that are read, so that a bot never waits long. */
  reportUnits: 48 * 1024,
  /** UTF-16 units of the frames of one report that are read. */
  stackUnits: 64 * 1024,
} as const;
