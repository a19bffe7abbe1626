import * as v from "valibot";
import type { FileFormat } from "../storage/shared-file.js";
import { StorageError } from "../storage/storage-error.js";
import type { StoredCredential } from "./credential-store.js";
import { MAX_RECENT_REPOSITORIES } from "./settings-limits.js";
import type { StoredSettings } from "./settings-store.js";

const FORMAT = "octogate-settings";
const FORMAT_VERSION = 1;

const text = v.nullable(v.string());
const time = v.pipe(v.string(), v.isoTimestamp());

/** Not `v.record`, which drops keys such as `constructor` without a word. */
const jsonObject = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** Settings as every store keeps them. */
export const SettingsSchema = v.strictObject({
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  language: text,
  gitUserName: text,
  gitUserEmail: text,
  analyticsConsent: v.nullable(v.boolean()),
  defaultRepositoryId: text,
  preferences: jsonObject,
  recentRepositories: v.pipe(
    v.array(v.strictObject({ repositoryId: v.string(), branchName: text, usedAt: time })),
    v.maxLength(MAX_RECENT_REPOSITORIES),
  ),
  updatedAt: v.nullable(time),
}) satisfies v.GenericSchema<unknown, StoredSettings>;

const CredentialSchema = v.strictObject({
  id: v.string(),
  host: v.string(),
  kind: v.string(),
  hint: text,
  login: text,
  gitHubUserId: text,
  name: text,
  avatarUrl: text,
  scopes: v.array(v.string()),
  expiresAt: v.nullable(time),
  verifiedAt: v.nullable(time),
  refusedAt: v.nullable(time),
  storedAt: time,
}) satisfies v.GenericSchema<unknown, StoredCredential>;

/** A credential with its token, as it is in the file. */
export interface SealedCredential {
  readonly about: StoredCredential;
  readonly sealedToken: unknown;
}

/** What is kept of one subject. The credential is apart from the settings. */
export interface SubjectRecord {
  readonly subject: string;
  readonly settings?: StoredSettings | undefined;
  readonly credential?: SealedCredential | undefined;
}

/** A list and not an object by subject: no name of a subject can then be special. */
export type SettingsContent = readonly SubjectRecord[];

const SubjectSchema = v.strictObject({
  subject: v.string(),
  settings: v.optional(SettingsSchema),
  // A token that cannot be read is the user's to replace; it is no reason to refuse the file.
  credential: v.optional(v.strictObject({ about: CredentialSchema, sealedToken: v.unknown() })),
}) satisfies v.GenericSchema<unknown, SubjectRecord>;

const FileSchema = v.strictObject({
  format: v.literal(FORMAT),
  formatVersion: v.literal(FORMAT_VERSION),
  subjects: v.pipe(
    v.array(SubjectSchema),
    v.check((records) => new Set(records.map(({ subject }) => subject)).size === records.length),
  ),
});

/** The file `settings.json`, version 1. */
export const SETTINGS_FILE: FileFormat<SettingsContent> = { empty: [], parse, serialize };

function serialize(subjects: SettingsContent): string {
  // No line end at the end: a file that lacks its last byte is then not whole either.
  return JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, subjects }, null, 2);
}

function parse(fileText: string, path: string): SettingsContent {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), fileText);
  if (!json.success) throw refusal(path, "is cut off or damaged");
  const file = v.safeParse(FileSchema, json.output);
  if (file.success) return file.output.subjects;
  if (isNewer(json.output)) {
    throw new StorageError(
      path,
      "was written by a newer version of Octogate",
      "Start that version, or restore an older file.",
    );
  }
  throw refusal(path, "is not a settings file of Octogate, or was changed by hand");
}

function isNewer(json: unknown): boolean {
  const newer = v.object({
    format: v.literal(FORMAT),
    formatVersion: v.pipe(v.number(), v.gtValue(FORMAT_VERSION)),
  });
  return v.is(newer, json);
}

function refusal(path: string, wrong: string): StorageError {
  return new StorageError(
    path,
    wrong,
    "Restore it from a backup, or move it away to start without settings and token.",
  );
}
