/** SHA-256 in lower-case hexadecimal digits. What needs none does not pay for loading it. */
export const digest = (data: string | Uint8Array) =>
  process.getBuiltinModule("node:crypto").hash("sha256", data, "hex");
