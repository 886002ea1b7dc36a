import { escapedForms, type Form, formOf } from "./forms.ts";
import { isName } from "./names.ts";

const lastPart = (path: string): string =>
  path
    .split(/[\\/]+/)
    .filter((part) => part !== "")
    .at(-1) ?? "";

/** Whether a home folder contains a person's name. */
export const isTelling = (home: string): boolean =>
  home.split(/[\\/]+/).filter((part) => part !== "").length >= 2 && isName(lastPart(home));

/** Every spelling of a home folder; its last part is removed. */
export function homeForms(home: string): Form[] {
  return spellingsOf(home.replace(/(?<![\\/])[\\/]+$/, "")).flatMap((path) => {
    const parents = escapedForms(path.slice(0, -lastPart(path).length));
    return escapedForms(path).map((form, i) =>
      formOf(form, "USERNAME", form.startsWith(parents[i] ?? "\0") ? parents[i]! : parentOf(form)),
    );
  });
}

/** A Windows path is the same with either slash, and in any case. */
function spellingsOf(path: string): string[] {
  if (!/^(?:[a-z]:)?\\/i.test(path)) return [path];
  const slashes = [path, path.replaceAll("\\", "/")];
  return [...new Set(slashes.flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()]))];
}

const parentOf = (form: string): string => /^.*(?:[\\/]|%(?:25)?2F|%(?:25)?5C)/i.exec(form)?.[0] ?? "";
