import { type Claim, resolveClaims } from "./claims.ts";
import { type Engine, Scan } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { replaceClaims } from "./replace.ts";
import { LOOK_AHEAD, LOOK_BACK, type Rule } from "./rule.ts";

/** The same text in pieces, cut anywhere: the outputs joined equal the scrubbed whole. */
export interface ScrubStream {
  /** Takes the next bytes and returns what is certain by now. */
  push(chunk: Uint8Array): Uint8Array;
  /** Returns the rest. Nothing may be pushed after it. */
  end(): Uint8Array;
}

export function createStream(engine: Engine, onFinding?: (finding: Finding) => void): ScrubStream {
  void LOOK_AHEAD;
  void LOOK_BACK;
  const chunks: Uint8Array[] = [];
  return {
    push(chunk) {
      chunks.push(Buffer.from(chunk));
      return new Uint8Array();
    },
    end() {
      const text = Buffer.concat(chunks);
      const scan = new Scan(engine, text, 0, text.length, true, new Map<Rule, number>());
      scan.run(text.length);
      const claims: Claim[] = resolveClaims(scan.claims);
      if (onFinding) for (const c of claims) onFinding({ rule: c.rule.name, placeholder: c.becomes, offset: c.start });
      return replaceClaims(text, 0, text.length, claims);
    },
  };
}
