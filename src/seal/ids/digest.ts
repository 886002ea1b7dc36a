/** SHA-256 in lower-case hexadecimal digits. The code is loaded at first use. */
export const digest = (data: string | Uint8Array) =>
  process.getBuiltinModule("node:crypto").hash("sha256", data, "hex");
