// Errors of a plugin, to be printed by Node and reported by @sentry/node.
class Lamps {
  #table = new Map([["dawn", { watts: 40 }]]);

  watts(name) {
    return this.#table.get(name).watts;
  }

  read(text) {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new Error("no lamps in it", { cause });
    }
  }

  async light(name) {
    await undefined;
    return [name, "dawn"].map((one) => this.watts(one));
  }
}

export async function fail(kind) {
  const lamps = new Lamps();
  if (kind === "plain") lamps.watts("dusk");
  if (kind === "cause") lamps.read("dusk");
  if (kind === "task") await lamps.light("dusk");
  if (kind === "library") new URL("no address");
}
