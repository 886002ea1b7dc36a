import type { Claim } from "./claim/claims.ts";
import type { Finding } from "./finding.ts";
import { LineCounter } from "./text/lines.ts";

/** Reports each removal with its place in the whole text, of which only a part is held at a time. */
export class Report {
  readonly #lines = new LineCounter();
  /** Where in the whole text the held part begins. */
  #offset = 0;

  constructor(private readonly onFinding: (finding: Finding) => void) {}

  /** Reports claims on the held part, in order. */
  add(text: Uint8Array, claims: readonly Claim[]): void {
    for (const { rule, becomes, start, end } of claims) {
      if (becomes === "") continue; // the rest of one that was reported already
      const [offset, length, line] = [this.#offset + start, end - start, this.#lines.lineAt(text, start)];
      this.onFinding({ rule: rule.name, placeholder: becomes, offset, length, line });
    }
  }

  /** Called when the held part loses its first bytes. */
  drop(text: Uint8Array, bytes: number): void {
    this.#lines.drop(text, bytes);
    this.#offset += bytes;
  }
}
