/**
 * Reads JSON whose integers may be longer than a number can hold: those become strings, digit for digit.
 *
 * @throws {SyntaxError} If the text is not JSON.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(quoteLongIntegers(text));
}

/** Puts integers of 16 and more digits in quotes, in one pass. Numbers with a fraction or an exponent stay. */
function quoteLongIntegers(text: string): string {
  let out = "";
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') i = stringEnd(text, i);
    else if (isNumberByte(text.charCodeAt(i))) {
      const end = numberEnd(text, i);
      if (/^-?[0-9]{16,}$/.test(text.slice(i, end))) {
        out += `${text.slice(copied, i)}"${text.slice(i, end)}"`;
        copied = end;
      }
      i = end - 1;
    }
  }
  return out + text.slice(copied);
}

function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}

const isNumberByte = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x2d;

function numberEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && /[0-9.eE+-]/.test(text[i]!)) i++;
  return i;
}
