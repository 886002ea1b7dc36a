/** vextel's name in events and requests. A test compares the version with package.json. */
export const sdk = { name: "vextel.node", version: "0.1.0" } as const;

/** vextel in an event. `infer_ip: never` keeps Sentry from storing the address from which the request came. */
export const sdkBlock = {
  ...sdk,
  packages: [{ name: "npm:vextel", version: sdk.version }],
  settings: { infer_ip: "never" },
};
