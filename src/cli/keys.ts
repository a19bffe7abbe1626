import { randomBytes } from "node:crypto";

const KEY_BYTES = 32;

/** Writes fresh keys of the SaaS edition, as lines for a file of settings. They are kept nowhere. */
export function writeKeys(): void {
  const key = () => randomBytes(KEY_BYTES).toString("base64");
  // An id of its own, so that the line can stand beside one from before.
  const id = `k-${randomBytes(4).toString("hex")}`;
  process.stdout.write(`OCTOGATE_SESSION_KEYS=${key()}\nOCTOGATE_ENCRYPTION_KEYS=${id}:${key()}\n`);
}
