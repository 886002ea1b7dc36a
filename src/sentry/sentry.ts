/** `vextel/sentry`: for authors who use `@sentry/node` already. */
export {
  makeVextelTransport,
  type SentryTransportOptions,
  type VextelTransport,
  type VextelTransportOptions,
} from "./transport.ts";
