/** The words for a field that people fill in. */
const FIELD = /(?:password|passwd|passphrase|token|key|secret|credentials?)$/i;
const WORDS = /^[A-Z]?[a-z']+(?: (?:[A-Za-z']+|[0-9]{1,3})){0,11}[.:!?*]?$/;
/** Words of messages and labels, with which a passphrase would hardly speak of itself. */
const SAID =
  /\b(?:access|api|at least|bot|change|choose|client|confirm|copy|current|does not|enter|expired?|forgot|forgotten|hide|incorrect|invalid|is|match|missing|must|new|not|old|please|repeat|required|reset|show|too|update|wrong|your)\b/i;

/**
 * `"password": "Incorrect password"`, `token: "The token is required"`, `"password": "Password:"`: what is said of a
 * field, in words of which one is the field's own.
 */
export function isFieldText(value: string, key: string): boolean {
  if (value.length < 3 || value.length > LONGEST) return false;
  if (COMPLAINT.test(value)) return true;
  const field = FIELD.exec(key)?.[0].toLowerCase();
  if (field === undefined || !WORDS.test(value)) return false;
  const words = value
    .toLowerCase()
    .replace(/[.:!?*]$/, "")
    .split(" ");
  if (!words.includes(field)) return false;
  return words.length > 1 ? SAID.test(value) : /^[A-Z]/.test(value);
}

/** `"password": "Too short"`, `"token": "can't be blank"`: what a form says of a field that it does not name. */
const COMPLAINT =
  /^(?:(?:is |was )?too (?:short|long|weak|simple|common|similar)|is (?:required|invalid|missing|expired|empty|incorrect)|(?:must|should) (?:not )?(?:be|contain|have|match|include)|can(?:'t|not) be (?:blank|empty|null)|this field is)(?: [A-Za-z0-9' ]+)?(?: \([A-Za-z0-9' ]{1,48}\))?[.!]?$/i;

const LONGEST = 96;
