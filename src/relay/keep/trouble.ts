/** Tells whoever runs the relay when errors cannot be kept, since an SDK does not send them again. */
export interface Trouble {
  /** @param reason - Without text of an event. Told once, until something works again. */
  failed(reason: string): void;
  worked(): void;
}

/** @param tell - Receives whole sentences. */
export function createTrouble(tell: (text: string) => void): Trouble {
  let last: string | undefined;
  return {
    failed(reason) {
      if (reason === last) return;
      last = reason;
      tell(`${reason}; until this works, errors that SDKs report are lost`);
    },
    worked() {
      if (last !== undefined) tell("Errors are kept again");
      last = undefined;
    },
  };
}
