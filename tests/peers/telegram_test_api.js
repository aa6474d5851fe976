// Starts telegram-test-api on a free port of loopback, says which, and ends with its standard input.
const net = require("net");
const TelegramServer = require("telegram-test-api");

const probe = net.createServer();
probe.listen(0, "127.0.0.1", () => {
  const { port } = probe.address();
  probe.close(async () => {
    await new TelegramServer({ port, host: "127.0.0.1", storeTimeout: 3600 }).start();
    console.log(port);
  });
});
process.stdin.resume().on("end", () => process.exit(0));
