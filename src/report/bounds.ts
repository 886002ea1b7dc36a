/**
 * UTF-16 units. A text that is too long is cut twice: by `boundText` before it is scrubbed, with this margin, and by
 * `dropMargin` afterwards. So half a secret at the first cut is removed with the margin.
 */
export const margin = 4096;

/** Marks the end of a text that was cut. It is known only in this process, so no text can imitate it. */
let mark: string | undefined;

const cutMark = (): string => {
  mark ??= String.fromCharCode(...crypto.getRandomValues(new Uint16Array(6)).map((unit) => 0xe000 + (unit % 0x1800)));
  return mark;
};

/** The text, or its beginning with a margin for the scrubber. */
export const boundText = (text: string, mostUnits: number): string =>
  text.length <= mostUnits + margin ? text : text.slice(0, mostUnits + margin) + cutMark();

/** Whether it contains the end of a text that `boundText` cut. */
export const holdsCutText = (text: string): boolean => mark !== undefined && text.includes(mark);

/** Removes the margin that `boundText` added; any other text is unchanged. */
export function dropMargin(scrubbed: string): string {
  if (mark === undefined || !scrubbed.endsWith(mark)) return scrubbed;
  const kept = scrubbed.slice(0, Math.max(0, scrubbed.length - mark.length - margin));
  return `${kept.replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A limit on the texts of one report together. */
export interface TextBudget {
  /** The text as `boundText` cuts it; `undefined` if there is no budget left. */
  take(text: string, mostUnits: number): string | undefined;
  /** Whether anything was left out. */
  readonly isSpent: boolean;
}

/** @param units - UTF-16 units of all texts together. */
export function createTextBudget(units: number): TextBudget {
  let left = units;
  let isSpent = false;
  return {
    take(text, mostUnits) {
      const bound = boundText(text, mostUnits);
      if (bound.length > left) {
        isSpent = true;
        return undefined;
      }
      left -= bound.length;
      return bound;
    },
    get isSpent() {
      return isSpent;
    },
  };
}

/** Replaces a text that was left out. */
export const leftOut = "[left out]";
