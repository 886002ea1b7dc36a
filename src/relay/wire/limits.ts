/** Limits of one request. The largest of any of Sentry's SDKs that was seen is 14 kB, compressed. */
export const wireLimits = {
  /** Bytes of a body as it arrives, if it is compressed. */
  compressedBytes: 1024 * 1024,
  /** Bytes of a body that is not compressed, or has been decompressed. */
  bytes: 4 * 1024 * 1024,
  /** Bytes of one item that is parsed, the same as Sentry's limit for events. */
  itemBytes: 1024 * 1024,
  items: 1000,
} as const;
