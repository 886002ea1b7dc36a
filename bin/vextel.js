#!/usr/bin/env node
// Read by whatever Node there is, also one that is too old for the rest.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    "vextel needs Node 20.19 or later, and this is Node " +
      process.versions.node +
      "; nothing was done. Get a newer one: https://nodejs.org/\n",
  );
  process.exitCode = 1;
} else {
  require("../dist/cli/start.cjs").start();
}
