import { Secret } from "../../secret/secret.js";
import type { Keyring } from "../../storage/keyring.js";
import { seal, unseal } from "../../storage/sealed-value.js";

/** Seals a secret for one key of the store; elsewhere it does not open. */
export function sealFor(keyring: Keyring, key: string, secret: Secret): string {
  return JSON.stringify(seal(keyring, secret, placeOf(key)));
}

/** Undoes `sealFor`; undefined for what does not open, such as what was sealed with a key that is gone. */
export function unsealFrom(keyring: Keyring, key: string, sealed: string): Secret | undefined {
  const opened = unseal(keyring, JSON.parse(sealed), placeOf(key));
  return opened.ok ? opened.secret : undefined;
}

export function sealJson(keyring: Keyring, key: string, content: unknown): string {
  return sealFor(keyring, key, new Secret(JSON.stringify(content)));
}

/** Undoes `sealJson` in the same way. */
export function unsealJson(keyring: Keyring, key: string, sealed: string): unknown {
  const text = unsealFrom(keyring, key, sealed)?.reveal();
  return text === undefined ? undefined : JSON.parse(text);
}

function placeOf(key: string) {
  return { owner: key, field: "login", kind: "json" };
}
