import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import * as v from "valibot";
import { Secret } from "../secret/secret.js";
import type { Keyring } from "./keyring.js";

const ALGORITHM = "aes-256-gcm";
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const base64Url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/));

const SealedValueSchema = v.strictObject({
  v: v.literal(VERSION),
  kid: v.string(),
  iv: base64Url,
  ct: base64Url,
  tag: base64Url,
});

/** A secret encrypted with AES-256-GCM, as plain JSON; bytes in base64url. */
export type SealedValue = v.InferOutput<typeof SealedValueSchema>;

/** The place that a sealed value belongs to. It can be unsealed nowhere else, so values of two owners cannot be exchanged. */
export interface SealBinding {
  readonly owner: string;
  readonly field: string;
  readonly kind: string;
}

/**
 * - `not-sealed`: it is no envelope of ours, for example the bare secret. That is never taken for one.
 * - `unknown-key`: sealed with a key that is not in the keyring.
 * - `refused`: another key of the same id, another place, or changed bytes; these cannot be told apart.
 */
export type SealedValueUnreadable = "not-sealed" | "unknown-key" | "refused";

export type UnsealedValue =
  | { readonly ok: true; readonly secret: Secret }
  | { readonly ok: false; readonly reason: SealedValueUnreadable };

export function seal(keyring: Keyring, secret: Secret, binding: SealBinding): SealedValue {
  const kid = keyring.sealingId;
  const key = keyring.key(kid);
  if (key === undefined) throw new Error("The keyring lost its first key.");
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(toAssociatedData(kid, binding));
  const ciphertext = Buffer.concat([cipher.update(secret.reveal(), "utf8"), cipher.final()]);
  return {
    v: VERSION,
    kid,
    iv: iv.toString("base64url"),
    ct: ciphertext.toString("base64url"),
    tag: cipher.getAuthTag().toString("base64url"),
  };
}

/** Undoes `seal`; takes anything that was read from a store. */
export function unseal(keyring: Keyring, value: unknown, binding: SealBinding): UnsealedValue {
  const parsed = v.safeParse(SealedValueSchema, value);
  if (!parsed.success) return { ok: false, reason: "not-sealed" };
  const { kid, iv, ct, tag } = parsed.output;
  const key = keyring.key(kid);
  if (key === undefined) return { ok: false, reason: "unknown-key" };
  try {
    // A short tag would be easier to guess; Node checks the length against `authTagLength`.
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, "base64url"), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(toAssociatedData(kid, binding));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    const text = Buffer.concat([decipher.update(Buffer.from(ct, "base64url")), decipher.final()]).toString("utf8");
    return { ok: true, secret: new Secret(text) };
  } catch {
    return { ok: false, reason: "refused" };
  }
}

/** JSON keeps the parts apart: no choice of texts makes two places look the same. */
function toAssociatedData(kid: string, { owner, field, kind }: SealBinding): Buffer {
  return Buffer.from(JSON.stringify([VERSION, kid, owner, field, kind]), "utf8");
}
