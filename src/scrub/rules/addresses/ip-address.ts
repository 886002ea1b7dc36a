import { digits, hexDigits } from "../../text/bytes.ts";

const COLON = 0x3a;
const DOT = 0x2e;

/**
 * Whether a text is an IPv6 address without a zone: `net.isIPv6`, whose pattern takes longer to compile than most logs
 * take to scrub.
 */
export function isIpv6(address: string): boolean {
  let groups = 0;
  let isShortened = address.startsWith("::");
  let at = isShortened ? 2 : 0;
  while (at < address.length) {
    const end = skipDigits(address, at, hexDigits, 4);
    if (address.charCodeAt(end) === DOT) return isIpv4(address, at) && isComplete(groups + 2, isShortened);
    if (end === at) return false;
    groups++;
    if (end === address.length) break;
    if (address.charCodeAt(end) !== COLON || end + 1 === address.length) return false;
    at = end + 1;
    if (address.charCodeAt(at) !== COLON) continue;
    if (isShortened) return false;
    isShortened = true;
    at++;
  }
  return isComplete(groups, isShortened);
}

const isComplete = (groups: number, isShortened: boolean): boolean => (isShortened ? groups < 8 : groups === 8);

/** Whether the rest of the text is four numbers up to 255, none with a zero in front. */
function isIpv4(address: string, start: number): boolean {
  let at = start;
  for (let numbers = 1; ; numbers++) {
    const end = skipDigits(address, at, digits, 3);
    if (end === at || (address[at] === "0" && end > at + 1) || Number(address.slice(at, end)) > 255) return false;
    if (numbers === 4) return end === address.length;
    if (address.charCodeAt(end) !== DOT) return false;
    at = end + 1;
  }
}

function skipDigits(address: string, start: number, members: Uint8Array, most: number): number {
  let at = start;
  while (at < address.length && at - start < most && members[address.charCodeAt(at)] === 1) at++;
  return at;
}
