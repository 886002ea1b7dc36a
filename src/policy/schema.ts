/** The most own words, and their longest text in UTF-16 units. */
export const wordLimits = { words: 10_000, units: 200 } as const;

const names = { type: "array", maxItems: 200, items: { type: "string", pattern: "^[a-z0-9-]{1,64}$" } };

const rules = {
  words: {
    type: "array",
    maxItems: wordLimits.words,
    items: {
      type: "object",
      additionalProperties: false,
      required: ["text", "becomes"],
      properties: {
        text: { type: "string", minLength: 1, maxLength: wordLimits.units },
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
