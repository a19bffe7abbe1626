import { Secret } from "../../secret/secret.js";
import type { Keyring } from "../../storage/keyring.js";
import { seal, unseal } from "../../storage/sealed-value.js";

/** Seals JSON for one key of the store; elsewhere it does not open. */
export function sealJson(keyring: Keyring, key: string, content: unknown): string {
  return JSON.stringify(seal(keyring, new Secret(JSON.stringify(content)), placeOf(key)));
}

/** Undoes `sealJson`; undefined for what does not open, such as what was sealed with a key that is gone. */
export function unsealJson(keyring: Keyring, key: string, sealed: string): unknown {
  const opened = unseal(keyring, JSON.parse(sealed), placeOf(key));
  return opened.ok ? JSON.parse(opened.secret.reveal()) : undefined;
}

function placeOf(key: string) {
  return { owner: key, field: "login", kind: "json" };
}
