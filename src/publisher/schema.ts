import { dsnPattern, manifestLimits, type TextRule, textRules } from "./rules.ts";

const text = (rule: TextRule, description: string) => ({ type: "string", pattern: rule.pattern, description });

/**
 * The JSON Schema (draft 7) of `vextel.json`, for editors. It accepts what `vextel publisher check` accepts: no unknown
 * keys, and only plain DSNs.
 */
export const manifestSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "The manifest of a vextel publisher",
  description: "Which errors in a bot's logs belong to which plugins, and where they are sent.",
  type: "object",
  required: ["publisher", "plugins"],
  additionalProperties: false,
  properties: {
    $schema: { description: "The location of this schema, for editors." },
    publisher: text(textRules.publisher, "The publisher's name in commands, one word. Owners consent to this name."),
    title: text(textRules.text, "The publisher's readable name."),
    privacy: text(textRules.address, "A page that says what is collected and why (`vextel publisher page`)."),
    support: text(textRules.address, "Where owners get help: an issue tracker or a Discord server."),
    repository: text(textRules.address, "The source code."),
    plugins: {
      description: "The plugins (cogs), by name.",
      type: "object",
      minProperties: 1,
      maxProperties: manifestLimits.plugins,
      propertyNames: { pattern: textRules.name.pattern },
      additionalProperties: { $ref: "#/definitions/plugin" },
    },
  },
  definitions: {
    plugin: {
      type: "object",
      required: ["version", "dsn"],
      additionalProperties: false,
      anyOf: [
        { required: ["paths"], properties: { paths: { minItems: 1 } } },
        { required: ["loggers"], properties: { loggers: { minItems: 1 } } },
      ],
      properties: {
        version: text(textRules.version, "The plugin's version; the release in Sentry is `plugin@version`."),
        dsn: {
          type: "string",
          pattern: dsnPattern,
          description: "The Sentry address of its events, with the public key only: https://key@host/42",
        },
        paths: {
          type: "array",
          maxItems: manifestLimits.paths,
          items: text(textRules.path, "Whole segments of a path, such as cogs/status."),
          description: "An error belongs to the plugin if the path of one of its stack frames contains one of these.",
        },
        loggers: {
          type: "array",
          maxItems: manifestLimits.loggers,
          items: text(textRules.text, "The name of a logger, such as red.vex.status."),
          description: "An error belongs to the plugin if one of these loggers, or a child of it, wrote the log line.",
        },
      },
    },
  },
} as const;
