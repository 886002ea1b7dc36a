const names = { type: "array", maxItems: 200, items: { type: "string", pattern: "^[a-z0-9-]{1,64}$" } };

const rules = {
  words: {
    type: "array",
    maxItems: 10_000,
    items: {
      type: "object",
      additionalProperties: false,
      required: ["text", "becomes"],
      properties: {
        text: { type: "string", minLength: 1, maxLength: 200 },
        becomes: { type: "string", pattern: "^[A-Z][A-Z0-9-]{0,39}$" },
      },
    },
  },
  on: names,
  off: names,
  ids: { enum: ["shortened", "keyed"] },
  breadcrumbs: { type: "integer", minimum: 0, maximum: 25 },
};

/** The form of `policy.json`, which conf checks: a JSON Schema for each key. */
export const policySchema = {
  version: { const: 1 },
  ...rules,
  idKey: { type: "string", pattern: "^[0-9a-f]{64}$" },
  publishers: {
    type: "object",
    additionalProperties: { type: "object", additionalProperties: false, properties: rules },
  },
} as const;
