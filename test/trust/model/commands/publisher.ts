import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runPublisherAdd } from "../../../../src/cli/publisher/add.ts";
import { runPublisherRemove } from "../../../../src/cli/publisher/remove.ts";
import { expectSame, type Machine } from "../machine.ts";
import { foldersOf, type ManifestModel, type Model, type Name } from "../model.ts";

/** Registers a publisher, or replaces its manifest with one that may have another address or claim more or less. */
export class AddManifest {
  constructor(
    readonly name: Name,
    readonly manifest: ManifestModel,
  ) {}
  check = () => true;
  async run(model: Model, machine: Machine) {
    const { address } = this.manifest;
    const paths = foldersOf(this.manifest).map((folder) => `srv/${this.name}-${folder}`);
    const plugin = { version: "1.0.0", dsn: machine.projects.dsnOf(address), paths };
    const path = join(machine.home, "given.json");
    writeFileSync(path, JSON.stringify({ publisher: this.name, plugins: { logged: plugin } }));
    await runPublisherAdd(path, { yes: true }, machine.deps);
    model.publishers.get(this.name)!.manifest = this.manifest;
    await expectSame(model, machine);
  }
  toString = () => `add ${this.name}${this.manifest.isWide ? ", wide," : ""} to ${this.manifest.address}`;
}

/** Removes a publisher's manifest, which also ends the consent. */
export class RemoveManifest {
  constructor(readonly name: Name) {}
  check = (model: Model) => model.publishers.get(this.name)!.manifest !== undefined;
  async run(model: Model, machine: Machine) {
    await runPublisherRemove(this.name, machine.deps);
    const publisher = model.publishers.get(this.name)!;
    delete publisher.manifest;
    delete publisher.yes;
    await expectSame(model, machine);
  }
  toString = () => `remove ${this.name}`;
}
