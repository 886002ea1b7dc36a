/** A wrapper that can be removed after others have wrapped it again. */
export interface Layer<T> {
  readonly below: T;
  isOn: boolean;
}

/** How every copy of vextel tells its own wrappers from others. */
export const layerKey = Symbol.for("vextel.discord.layer");

/** A place whose value can be replaced. */
export interface Place<T> {
  read(): T | undefined;
  /** @returns Whether it has the value now. Never throws. */
  write(value: T): boolean;
  /** Restores the original state. */
  restore(first: T): void;
}

/**
 * Wraps what a place holds.
 *
 * @param wrap - Gets the layer that it is to look at each time, and to answer with under `layerKey`.
 * @returns What takes the wrapper off, in any order with those of others; `undefined` if the place cannot be written.
 */
export function wrapAt<T>(place: Place<T>, below: T, wrap: (layer: Layer<T>) => T): (() => void) | undefined {
  const layer: Layer<T> = { below, isOn: true };
  if (!place.write(wrap(layer))) return undefined;
  return () => {
    layer.isOn = false;
    const uppermost = place.read();
    const rest = withoutDead(uppermost);
    if (rest === uppermost || rest === undefined) return; // another wrapper is above
    if (rest === below) place.restore(rest);
    else place.write(rest);
  };
}

/** What is left when wrappers that are off are taken from the top. */
function withoutDead<T>(value: T | undefined): T | undefined {
  let top = value;
  for (let layer = layerOf(top); layer && !layer.isOn; layer = layerOf(top)) top = layer.below;
  return top;
}

function layerOf<T>(value: T | undefined): Layer<T> | undefined {
  try {
    return value === undefined || value === null ? undefined : (Reflect.get(Object(value), layerKey) as Layer<T>);
  } catch {
    return undefined; // a revoked proxy
  }
}
