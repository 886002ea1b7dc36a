/**
 * A message without what differs each time: numbers, hexadecimal digits, UUIDs. Numbers that name the kind of failure
 * stay (`[Errno 111]`, `status 404`, `code: 50013`), because two of those are two bugs. Takes linear time.
 */
export const foldMessage = (message: string): string =>
  message.replace(variable, (found, code: string | undefined, number: string) =>
    code !== undefined && /^\d{1,6}$/.test(number) ? found : `${code ?? ""}0`,
  );

const naming = String.raw`\b(?:code|errno|winerror|error|status|http)["']?[\s:=([]{0,3}`;
const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const digest = String.raw`\b(?=[a-f]{0,16}\d)[0-9a-f]{8,}\b`;
const variable = new RegExp(String.raw`(${naming})?(${uuid}|0x[0-9a-f]+|${digest}|\d+)`, "gi");
