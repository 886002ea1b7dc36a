/** vextel's name in events and requests. A test compares the version with package.json. */
export const sdk = { name: "vextel.node", version: "0.1.0" } as const;
