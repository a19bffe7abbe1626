import { createSecretKey, type KeyObject } from "node:crypto";
import type { Secret } from "../secret/secret.js";

const KEY_BYTES = 32;

export interface KeyringEntry {
  readonly id: string;
  /** Base64 of 32 bytes. */
  readonly key: Secret;
}

/** Encryption keys by id: the first seals, all open. Printing a keyring shows ids and no key. */
export class Keyring {
  readonly sealingId: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  constructor(entries: readonly KeyringEntry[]) {
    const [first] = entries;
    if (first === undefined) throw new Error("A keyring needs a key.");
    this.sealingId = first.id;
    this.#keys = new Map(entries.map(({ id, key }) => [id, toKeyObject(id, key)]));
    if (this.#keys.size < entries.length) throw new Error("Two keys of a keyring have the same id.");
  }

  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  key(id: string): KeyObject | undefined {
    return this.#keys.get(id);
  }
}

function toKeyObject(id: string, key: Secret): KeyObject {
  const bytes = Buffer.from(key.reveal(), "base64");
  if (bytes.length !== KEY_BYTES) throw new Error(`Key ${id} has ${bytes.length} bytes where a key has ${KEY_BYTES}.`);
  return createSecretKey(bytes);
}
