/** The words for a field that people fill in. */
const FIELDS = "password|passwd|passphrase|token|key|secret|credentials?";
const FIELD = new RegExp(`(${FIELDS})(?:[_-]?(?:confirm|repeat))?$`, "i");
/** A name that is such a word alone: `DB_PASSWORD` and `auth_token` are settings. */
const FIELD_ALONE = new RegExp(`^(?:label[_-]?)?(?:${FIELDS})$`, "i");
const LABEL = /^[A-Z][a-z]+:?$/;
/** Numbers count something: `change password 123` may be one. */
const COUNTED =
  "[0-9]{1,3}(?: (?:and|to|or) [0-9]{1,3})? (?:characters?|chars|digits?|letters?|symbols?|words?|bytes|minutes?|hours?|days?|times)";
const MORE = `(?: (?:[A-Za-z']+|${COUNTED}))`;
const WORDS = new RegExp(`^[A-Z]?[a-z']+${MORE}{1,11}[.:?]?$`);
/** Words of messages and labels, with which a passphrase would hardly speak of itself. */
const SAID =
  /\b(?:access|api|at least|bot|change|choose|client|confirm|copy|current|does not|enter|expired?|forgot|forgotten|hide|incorrect|invalid|is|match|missing|must|new|not|old|please|repeat|required|reset|show|too|update|wrong|your)\b/i;
/** Nor do they speak of who chose it. */
const OWN = /\b(?:i|i'm|me|mine|my|our|us|we)\b/i;

/**
 * `"password": "Incorrect password"`, `token: "The token is required"`, `"password": "Password:"`: what is said of a
 * field, in words of which one is the field's own.
 */
export function isFieldText(value: string, key: string): boolean {
  if (value.length < 3 || value.length > LONGEST) return false;
  if (COMPLAINT.test(value) || (DEMAND.test(value) && DEMANDED.test(value))) return true;
  const field = FIELD.exec(key)?.[1]?.toLowerCase();
  if (field === undefined) return false;
  if (LABEL.test(value)) return isField(key) && value.toLowerCase().replace(":", "") === field;
  if (!WORDS.test(value) || OWN.test(value)) return false;
  return (
    SAID.test(value) &&
    value
      .toLowerCase()
      .replace(/[.:?]$/, "")
      .split(" ")
      .includes(field)
  );
}

/** Whether it names a field and nothing else. */
export const isField = (key: string): boolean => FIELD_ALONE.test(key);

/** `(minimum is 8 characters)` */
const REMARK = "(?: \\((?:[A-Za-z']+ ){0,6}(?:[A-Za-z']+|[0-9]{1,3})(?: [A-Za-z]+){0,4}\\))?";

/** `"password": "Too short"`, `"token": "can't be blank"`: what a form says of a field that it does not name. */
const COMPLAINT = new RegExp(
  `^(?:(?:is |was )?too (?:short|long|weak|simple|common|similar)|(?:this field )?is (?:required|invalid|missing|expired|empty|incorrect)|can(?:'t|not) be (?:blank|empty|null))${MORE}{0,11}${REMARK}[.!]?$`,
  "i",
);
const DEMAND = new RegExp(
  `^(?:must|should) (?:not )?(?:be|contain|have|match|include)${MORE}{1,11}${REMARK}[.!]?$`,
  "i",
);
/** What is demanded of a field. */
const DEMANDED =
  /\b(?:characters?|chars|letters?|digits?|numbers?|symbols?|(?:upper|lower)case|string|blank|empty|null|valid|required|provided|specified|unique|different|same|pattern|format|regex|confirmed|confirmation|longer|shorter|password|token|secret|key)\b/i;

const LONGEST = 96;
