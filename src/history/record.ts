/** Why something was allowed to be sent: the owner named it, or gave the answer with this number. */
export type Under = "named" | { readonly answer: number };

/** Something that happened between this machine, its owner and the publishers. Contains no text of an event. */
export type HistoryRecord =
  | {
      /** The owner answered, or the consent ended. */
      readonly kind: "answer";
      readonly publisher: string;
      readonly answer: "enabled" | "disabled" | "ended";
      /** Number of the answer. */
      readonly number: number;
      /** Protocol, host and project of each address that it covers. */
      readonly destinations: readonly string[];
      /** The kinds that may be sent: errors, sessions, timings. */
      readonly kinds: readonly string[];
    }
  /** The owner got a notice: a question, or the current state. */
  | { readonly kind: "notice"; readonly publisher: string; readonly plugin: string; readonly notice: string }
  | (EventRecord & { readonly kind: "captured"; readonly capture: "automatic" | "by hand" })
  /** It was sealed again: the rules, the policy or the owner removed more, or equal errors were added. */
  | (EventRecord & { readonly kind: "changed" })
  /** The owner has seen these bytes and approved them. */
  | (EventRecord & { readonly kind: "approved" })
  /** A request begins; written before its first byte is sent. */
  | (EventRecord & { readonly kind: "sending"; readonly destination: string; readonly under: Under })
  /** The server accepted it: 2xx. */
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
