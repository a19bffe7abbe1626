import { Secret } from "../secret/secret.js";
import type { EncryptionKey } from "./config.js";
import { ValueProblem } from "./value-problem.js";

const KEY_BYTES = 32;
const MAKE_ONE = "Make one with: npx octogate keys";

/** Reads `id:base64,id:base64`. Problems name an entry by its position and never quote it. */
export function parseEncryptionKeys(text: string): readonly EncryptionKey[] {
  const keys = text.split(",").map((entry, index) => parseEntry(entry.trim(), `Entry ${index + 1}`));
  const ids = new Set(keys.map((key) => key.id));
  if (ids.size < keys.length) {
    throw new ValueProblem("Two entries have the same id.", "Give every key an id of its own, for example k1 and k2.");
  }
  return keys;
}

function parseEntry(entry: string, place: string): EncryptionKey {
  const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
  if (id === undefined || base64 === undefined) {
    throw new ValueProblem(`${place} does not have the form id:base64.`, MAKE_ONE);
  }
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== KEY_BYTES) {
    throw new ValueProblem(`${place} has ${bytes.length} bytes where a key has ${KEY_BYTES}.`, MAKE_ONE);
  }
  if (new Set(bytes).size < 8) throw new ValueProblem(`${place} is a placeholder, not a random key.`, MAKE_ONE);
  return { id, key: new Secret(base64) };
}
