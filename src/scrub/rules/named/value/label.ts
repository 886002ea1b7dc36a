import type { Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import type { Value } from "./extent.ts";
import { isStatus } from "./secret-text.ts";

/** `("password", "Password")`, `("token", "required")`, `("api_key", "API key")`: a label, a status, a type. */
export function isWordFor({ text }: Window, { start, end }: Value, name: string): boolean {
  const said = latin1(text, start, Math.min(end, start + 64));
  if (isStatus(said) || /^[A-Z][a-z]+$|[\s<>{}]/.test(said)) return true;
  const letters = said.toLowerCase().replace(/[^a-z]/g, "");
  return (
    letters !== "" &&
    name
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .endsWith(letters)
  );
}
