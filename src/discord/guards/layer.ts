/** A wrapper that can be removed after others have wrapped it again. */
export interface Layer<T> {
  readonly below: T;
  isOn: boolean;
}

/** How all copies of vextel distinguish their wrappers from others. */
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
 * Wraps the value of a place.
 *
 * @param wrap - Gets the layer, which the wrapper must check at each call, and return under `layerKey`.
 * @returns A function that removes the wrapper, in any order with other wrappers; `undefined` if the place cannot be
 * written.
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

/** The value without the removed wrappers on top of it. */
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
