import type { Secret } from "../secret/secret.js";
import type { Keyring } from "./keyring.js";
import { seal, unseal, type SealBinding, type UnsealedValue } from "./sealed-value.js";

// All but the ciphertext have a fixed length in base64url.
const SEALED_TEXT = /^(?<kid>[\w-]+)\.(?<iv>.{16})(?<tag>.{22})(?<ct>.*)$/;

/** As `seal`, but one text, `KID.IVTAGCT`, for a store that keeps everything in memory: half the size of the JSON. */
export function sealToText(keyring: Keyring, secret: Secret, binding: SealBinding): string {
  const { kid, iv, tag, ct } = seal(keyring, secret, binding);
  return `${kid}.${iv}${tag}${ct}`;
}

/** Undoes `sealToText`. */
export function unsealText(keyring: Keyring, text: string, binding: SealBinding): UnsealedValue {
  return unseal(keyring, { v: 1, ...SEALED_TEXT.exec(text)?.groups }, binding);
}

/** Whether another key would seal it today. */
export function isSealedBefore(keyring: Keyring, text: string): boolean {
  return !text.startsWith(`${keyring.sealingId}.`);
}
