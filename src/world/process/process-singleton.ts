/**
 * One object for all copies of vextel in a process (two versions, a bundle, ESM beside CommonJS), made by the first
 * that needs it. It stays in the process, under a symbol that no other program uses.
 *
 * @param holder - An object that all copies share: `process`.
 * @param name - Stands for the shape of the object as well: a version that changes the shape uses another name.
 */
export function sharedIn<T>(holder: object, name: string, create: () => T): T {
  const key = Symbol.for(`vextel.${name}`);
  const found = Reflect.get(holder, key) as T | undefined;
  if (found !== undefined) return found;
  const made = create();
  Object.defineProperty(holder, key, { value: made, configurable: true });
  return made;
}
