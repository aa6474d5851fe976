// Loaded before emulate: it listens on loopback only, on a free port, and its clock moves when it is told to.
"use strict";
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function () {
  this.once("listening", () => process.stderr.write(`port ${this.address().port}\n`));
  return listen.call(this, 0, "127.0.0.1");
};
let now = Math.floor(Date.now() / 1000) * 1000;
Date.now = () => now;
require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (seconds) => {
    now += Number(seconds) * 1000;
    process.stderr.write(`now ${now}\n`);
  })
  .on("close", () => process.exit(0));
