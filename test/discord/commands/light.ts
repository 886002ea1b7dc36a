/** A command exported by an ES module. */
export const data = { name: "light" };
export const execute = () => "lit";
