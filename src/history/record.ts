/** The owner's word under which something was sent: by name, or by an answer with this number. */
export type Under = "named" | { readonly answer: number };

/** Something that happened between this machine, its owner and the publishers. Holds no text of an event. */
export type HistoryRecord =
  | {
      /** The owner answered, or the answer ended. */
      readonly kind: "answer";
      readonly publisher: string;
      readonly answer: "enabled" | "disabled" | "ended";
      /** Number of the answer. */
      readonly number: number;
      /** Protocol, host and project of each address that it holds for. */
      readonly destinations: readonly string[];
      /** What may be sent: errors, sessions, timings. */
      readonly kinds: readonly string[];
    }
  /** The owner was told that a publisher asks, or how things stand. */
  | { readonly kind: "notice"; readonly publisher: string; readonly plugin: string; readonly notice: string }
  | (EventRecord & { readonly kind: "captured"; readonly capture: "automatic" | "by hand" })
  /** It was sealed again: the rules, the policy or the owner took more out, or equal errors came. */
  | (EventRecord & { readonly kind: "changed" })
  /** The owner looked at these bytes and agreed to them. */
  | (EventRecord & { readonly kind: "approved" })
  /** A request begins: written before the first byte leaves. */
  | (EventRecord & { readonly kind: "sending"; readonly destination: string; readonly under: Under })
  /** What the server said: 2xx. */
  | (EventRecord & { readonly kind: "sent"; readonly destination: string; readonly status: number })
  /** The server refused it, or asked to wait. */
  | (EventRecord & { readonly kind: "refused"; readonly destination: string; readonly status: number })
  /** No answer came; `mayHaveArrived` if the body may have been received anyway. */
  | (EventRecord & { readonly kind: "not reached"; readonly destination: string; readonly mayHaveArrived: boolean })
  | (EventRecord & { readonly kind: "dropped"; readonly reason: string });

interface EventRecord {
  readonly event: string;
  readonly publisher: string;
  /** Of the bytes, in lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** A record with its time, as it is in the ledger. */
export type HistoryEntry = HistoryRecord & {
  /** RFC 3339, by this machine's clock. */
  readonly time: string;
  /** Digest of the line before. */
  readonly previous: string;
};
