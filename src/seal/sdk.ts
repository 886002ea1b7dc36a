/** How vextel names itself in events and requests. A test holds the version against package.json. */
export const sdk = { name: "vextel.node", version: "0.1.0" } as const;
