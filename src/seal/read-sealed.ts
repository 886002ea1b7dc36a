import { VextelError } from "../errors.ts";
import { type Envelope, type ItemType, parseEnvelope, renderEnvelope } from "./envelope.ts";
import type { Sealed } from "./seal.ts";

const sdkShape = /^\{"name":"vextel\.node","version":"[\w.-]{1,32}"\}$/;

/** Bytes that a server could read differently (for example with a duplicate key) are not accepted as an event. */
export function readSealed({ id, bytes }: Pick<Sealed, "id" | "bytes">): Envelope {
  const damaged = (cause?: unknown) =>
    new VextelError(
      "OUTBOX_DAMAGED",
      `Event ${id} is not what vextel writes; it was not sent`,
      `Drop it: vextel drop ${id}`,
      {
        cause,
      },
    );
  let envelope: Envelope;
  try {
    envelope = parseEnvelope(bytes);
  } catch (cause) {
    throw damaged(cause);
  }
  const { header, itemHeader, payload } = envelope;
  const isOurs = itemHeader.type === "session" ? payload.sid === id : payload.event_id === id && header.event_id === id;
  const again = renderEnvelope(header, itemHeader.type as ItemType, payload);
  const isPlain =
    Object.keys(header).every((key) => key === "event_id" || key === "sdk") &&
    sdkShape.test(JSON.stringify(header.sdk));
  if (!isOurs || !isPlain || !again.equals(bytes)) throw damaged();
  return envelope;
}
