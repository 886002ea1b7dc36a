import { type Fields, recordOf, textOf, valuesOf } from "../../normalise/fields.ts";
import { createAttribution, isOwnPath } from "../../publisher/attribute.ts";
import type { PluginManifest } from "../../publisher/manifest.ts";
import type { Report } from "../../report/report.ts";
import type { Target, TargetPlugin } from "../keys/target.ts";

/** A plugin, and which files count as its own. */
export interface ChosenPlugin {
  readonly plugin: TargetPlugin;
  /** As in `Subject`. */
  readonly ownPaths: readonly string[];
}

/**
 * The plugin of an event among plugins that share an address: the one whose frame is nearest to the crash, otherwise
 * the one whose logger wrote it, otherwise the one whose name is in the release, otherwise the first. Its own files are
 * those of its manifest; without one, the folder with its name, if there is one.
 */
export function choosePlugin({ publisher, plugins }: Target, payload: Fields): ChosenPlugin {
  const paths = pathsOf(payload);
  const plugin = plugins.length === 1 ? plugins[0]! : chooseOf(publisher, plugins, paths, payload);
  if (plugin.paths && plugin.paths.length > 0) return { plugin, ownPaths: plugin.paths };
  const folder = [plugin.name];
  return { plugin, ownPaths: paths.some((path) => isOwnPath({ paths: folder }, path)) ? folder : [] };
}

function chooseOf(publisher: string, plugins: readonly TargetPlugin[], paths: readonly string[], payload: Fields) {
  const declared = plugins.filter((plugin): plugin is PluginManifest => plugin.paths !== undefined);
  const attribution = createAttribution([{ publisher, title: publisher, plugins: declared }]);
  const owner = attribution.ownerOf(toReport(paths, textOf(payload.logger, 200)));
  const released = textOf(payload.release, 250)?.split("@")[0];
  return owner?.plugin ?? plugins.find(({ name }) => name === released) ?? plugins[0]!;
}

/** The parts that attribution uses. */
const toReport = (paths: readonly string[], logger: string | undefined): Report => ({
  ...{ platform: "python", level: "error", handled: true, breadcrumbs: [], hosts: [] },
  error: { type: "", value: "", frames: paths.map((path) => ({ path })) },
  ...(logger !== undefined && { logger }),
});

/** Of all exceptions; the crash is last. */
function pathsOf(payload: Fields): string[] {
  const exceptions = valuesOf(payload.exception ?? payload["sentry.interfaces.Exception"]);
  const holders = exceptions.length > 0 ? exceptions : [...valuesOf(payload.threads), payload];
  return holders
    .slice(-50)
    .flatMap(({ stacktrace }) => valuesOf(recordOf(stacktrace)?.frames ?? []).slice(-200))
    .flatMap(({ abs_path, filename }) => textOf(abs_path) ?? textOf(filename) ?? []);
}
