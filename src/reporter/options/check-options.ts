import { parseDsn } from "../../deliver/dsn.ts";
import { isName } from "../../publisher/manifest.ts";
import type { ReporterOptions } from "./options.ts";

/**
 * @throws {TypeError} naming the option that is not as it should be.
 * @throws {VextelError} `DSN_INVALID`.
 */
export function checkOptions({ publisher, plugin, dsn, sampling }: ReporterOptions): void {
  if (!isName(publisher)) throw new TypeError(`publisher must be ${nameRule}`);
  if (!isName(plugin?.name)) throw new TypeError(`plugin.name must be ${nameRule}`);
  if (typeof plugin.version !== "string" || !/^[^/\\\s@]{1,64}$/.test(plugin.version))
    throw new TypeError("plugin.version must be a version such as 1.4.0");
  parseDsn(String(dsn));
  const rate = sampling?.loops ?? 0;
  if (!(rate >= 0 && rate <= 1)) throw new RangeError("sampling.loops must be a share between 0 and 1");
}

const nameRule = "a name of letters, digits, `.`, `_` and `-`, at most 64";
