/** A command as a module of ESM exports it. */
export const data = { name: "light" };
export const execute = () => "lit";
