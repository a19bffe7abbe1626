import { setTimeout as sleep } from "node:timers/promises";
import { Secret } from "../src/secret/secret.js";
import { openFileSettingsStore } from "../src/settings/file-settings-store.js";
import { Keyring } from "../src/storage/keyring.js";

/** A program of its own, to be killed while it saves: prints the number of each save that it was told is done. */
const [dataDir = "", pauseMs = "0"] = process.argv.slice(2);
const keyring = new Keyring([{ id: "k1", key: new Secret(Buffer.alloc(32, "test").toString("base64")) }]);
const store = await openFileSettingsStore({ dataDir, keyring });

for (let count = 1; ; count++) {
  // Sizes that differ much, so that a mixture of two saves would show.
  await store.change("owner", { preferences: { count, filling: "x".repeat((count % 7) * 4_000) } });
  process.stdout.write(`${count}\n`);
  await sleep(Number(pauseMs));
}
