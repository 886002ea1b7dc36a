/** A key as reported by Node's `readline`. */
export interface KeyPress {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
  readonly sequence?: string | undefined;
}

/** The name of a key: `enter`, `left`, `ctrl-c`, `meta-s`, `paste-start`, or the character itself. Pure. */
export function nameKey({ name, ctrl, meta, sequence = "" }: KeyPress): string {
  if (name !== undefined && Object.hasOwn(names, name)) return names[name]!;
  if (ctrl && name !== undefined) return `ctrl-${name}`;
  return meta ? `meta-${name ?? sequence}` : sequence;
}

const same = [
  ...["up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "escape", "backspace", "delete"],
  ...["space", "enter", "paste-start", "paste-end"],
];
const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(same.map((name) => [name, name])),
  return: "enter",
};
