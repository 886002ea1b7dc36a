import type { Reporter } from "./contract.ts";
import { openReporter } from "./open.ts";
import type { ReporterOptions } from "./options/options.ts";

export type { Guarded, Reporter, Started } from "./contract.ts";

/**
 * Touches nothing until its methods are called, and then only vextel's own files.
 *
 * @throws {TypeError | RangeError} naming the invalid option.
 * @throws {VextelError} `DSN_INVALID`.
 */
export function createReporter(options: ReporterOptions): Reporter {
  return openReporter(options, { create: createReporter });
}
