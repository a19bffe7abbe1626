import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Secret } from "../secret/secret.js";
import { openDataDirectory } from "../storage/data-directory.js";
import type { Keyring } from "../storage/keyring.js";
import { seal, type SealBinding, unseal } from "../storage/sealed-value.js";
import { SharedFile } from "../storage/shared-file.js";
import type {
  CredentialPatch,
  CredentialStore,
  ReadableCredential,
  StoredCredential,
  TokenReading,
} from "./credential-store.js";
import { addRepositoryUse, applySettingsChange, DEFAULT_SETTINGS, resetSettings } from "./settings-change.js";
import { SETTINGS_FILE, type SealedCredential, type SettingsContent, type SubjectRecord } from "./settings-file.js";
import type {
  ChangeOptions,
  ChangeResult,
  RepositoryUse,
  SettingsChange,
  SettingsStore,
  StoredSettings,
} from "./settings-store.js";
import { toStoreUnavailable } from "./store-unavailable.js";

export interface FileSettingsStoreOptions {
  /** Absolute path of the folder that holds `settings.json`. */
  readonly dataDir: string;
  readonly keyring: Keyring;
  readonly clock?: () => Date;
}

/** Opens or begins the settings file. Throws StorageError for one that is not whole; it is never overwritten. */
export async function openFileSettingsStore(options: FileSettingsStoreOptions): Promise<FileSettingsStore> {
  await openDataDirectory(options.dataDir);
  const path = join(options.dataDir, "settings.json");
  const file = await SharedFile.open(path, SETTINGS_FILE);
  return new FileSettingsStore(file, options);
}

/** Settings and credentials in one file of the data folder, in sections that never touch each other. */
export class FileSettingsStore implements SettingsStore, CredentialStore, AsyncDisposable {
  readonly #file: SharedFile<SettingsContent>;
  /** Opened once for as long as the file is as it was. */
  readonly #readings = new WeakMap<SealedCredential, TokenReading>();
  readonly #keyring: Keyring;
  readonly #now: () => Date;

  constructor(file: SharedFile<SettingsContent>, { keyring, clock }: Omit<FileSettingsStoreOptions, "dataDir">) {
    this.#file = file;
    this.#keyring = keyring;
    this.#now = clock ?? (() => new Date());
  }

  async read(subject: string): Promise<StoredSettings> {
    return settingsOf(await this.#record(subject));
  }

  async change(subject: string, change: SettingsChange, options: ChangeOptions = {}): Promise<ChangeResult> {
    return this.#update<ChangeResult>(subject, (record) => {
      const before = settingsOf(record);
      if (options.expectedVersion !== undefined && options.expectedVersion !== before.version) {
        return { record, result: { ok: false, conflict: before.version } };
      }
      const settings = applySettingsChange(before, change, this.#now());
      return { record: withSettings(record, settings), result: { ok: true, settings } };
    });
  }

  async reset(subject: string): Promise<StoredSettings> {
    return this.#updateSettings(subject, (settings) => resetSettings(settings, this.#now()));
  }

  async recordRepositoryUse(subject: string, use: RepositoryUse): Promise<StoredSettings> {
    return this.#updateSettings(subject, (settings) => addRepositoryUse(settings, use, this.#now()));
  }

  atHand(subject: string): ReadableCredential | undefined {
    try {
      const content = this.#file.atHand();
      const credential = content && recordOf(content, subject).credential;
      const reading = credential && this.#readingOf(subject, credential);
      return credential && reading?.kind === "token" ? { about: credential.about, token: reading.token } : undefined;
    } catch {
      // Whoever reads it in the other way is told why it cannot be read.
      return undefined;
    }
  }

  async readCredential(subject: string): Promise<StoredCredential | undefined> {
    return (await this.#record(subject)).credential?.about;
  }

  async readToken(subject: string): Promise<TokenReading> {
    const { credential } = await this.#record(subject);
    return credential === undefined ? { kind: "none" } : this.#readingOf(subject, credential);
  }

  #readingOf(subject: string, credential: SealedCredential): TokenReading {
    let reading = this.#readings.get(credential);
    if (reading === undefined) this.#readings.set(credential, (reading = this.#unseal(subject, credential)));
    return reading;
  }

  #unseal(subject: string, { about, sealedToken }: SealedCredential): TokenReading {
    const unsealed = unseal(this.#keyring, sealedToken, bindingOf(subject, about));
    const credentialId = about.id;
    return unsealed.ok ? { kind: "token", credentialId, token: unsealed.secret } : { kind: "unreadable", credentialId };
  }

  async storeCredential(subject: string, about: StoredCredential, token: Secret): Promise<void> {
    const sealedToken = seal(this.#keyring, token, bindingOf(subject, about));
    await this.#update(subject, (record) => ({
      record: { ...record, credential: { about, sealedToken } },
      result: undefined,
    }));
  }

  async noteCredential(subject: string, id: string, patch: CredentialPatch): Promise<void> {
    await this.#update(subject, (record) => {
      const { credential } = record;
      if (credential === undefined || credential.about.id !== id) return { record, result: undefined };
      const about = { ...credential.about, ...patch };
      if (isDeepStrictEqual(about, credential.about)) return { record, result: undefined };
      const sealedToken = this.#reseal(subject, credential);
      return { record: { ...record, credential: { about, sealedToken } }, result: undefined };
    });
  }

  async removeCredential(subject: string): Promise<string | undefined> {
    return this.#update(subject, (record) => {
      if (record.credential === undefined) return { record, result: undefined };
      const { credential, ...rest } = record;
      return { record: rest, result: credential.about.id };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  /** Moves the token to the first key whenever the record is written, so that an old key can be given up one day. */
  #reseal(subject: string, { about, sealedToken }: SealedCredential): unknown {
    const binding = bindingOf(subject, about);
    const unsealed = unseal(this.#keyring, sealedToken, binding);
    return unsealed.ok ? seal(this.#keyring, unsealed.secret, binding) : sealedToken;
  }

  async #record(subject: string): Promise<SubjectRecord> {
    try {
      return recordOf(await this.#file.read(), subject);
    } catch (error) {
      throw toStoreUnavailable(error);
    }
  }

  async #updateSettings(
    subject: string,
    change: (settings: StoredSettings) => StoredSettings,
  ): Promise<StoredSettings> {
    return this.#update(subject, (record) => {
      const settings = change(settingsOf(record));
      return { record: withSettings(record, settings), result: settings };
    });
  }

  async #update<R>(
    subject: string,
    change: (record: SubjectRecord) => { readonly record: SubjectRecord; readonly result: R },
  ): Promise<R> {
    try {
      return await this.#file.update((content) => {
        const before = recordOf(content, subject);
        const { record, result } = change(before);
        if (record === before) return { content, result };
        return { content: [...content.filter((other) => other !== before), record], result };
      });
    } catch (error) {
      throw toStoreUnavailable(error);
    }
  }
}

function recordOf(content: SettingsContent, subject: string): SubjectRecord {
  return content.find((record) => record.subject === subject) ?? { subject };
}

function settingsOf(record: SubjectRecord): StoredSettings {
  return record.settings ?? DEFAULT_SETTINGS;
}

function withSettings(record: SubjectRecord, settings: StoredSettings): SubjectRecord {
  return settings === settingsOf(record) ? record : { ...record, settings };
}

/** The host is in it, so that a sealed token cannot be moved to the record of another host and sent there. */
function bindingOf(subject: string, { host, kind }: StoredCredential): SealBinding {
  return { owner: subject, field: `token@${host}`, kind };
}
