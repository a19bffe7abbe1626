import { statSync } from "node:fs";
import { withFileLock } from "./file-lock.js";
import { readTextFile, toRevision } from "./read-text-file.js";
import { toStorageError } from "./storage-error.js";
import { writeFileWhole } from "./write-file-whole.js";

export interface FileFormat<T> {
  /** Content of a file that is not there. */
  readonly empty: T;
  /** Throws StorageError for a text that is not whole or not ours. */
  readonly parse: (text: string, path: string) => T;
  readonly serialize: (content: T) => string;
}

export interface Update<T, R> {
  /** The same object as was given leaves the file alone. */
  readonly content: T;
  readonly result: R;
}

interface State<T> {
  /** Undefined when there is no file. */
  readonly revision: string | undefined;
  readonly content: T;
}

/**
 * A small file that is held in memory and read again when it has changed on disk. Updates run one after another, over
 * all processes that use the file, each on what the one before has written; a failed one changes nothing.
 */
export class SharedFile<T> implements AsyncDisposable {
  readonly #path: string;
  readonly #format: FileFormat<T>;
  #state: State<T>;
  #isLookedAt = false;
  #lastUpdate: Promise<unknown> = Promise.resolve();

  private constructor(path: string, format: FileFormat<T>, state: State<T>) {
    this.#path = path;
    this.#format = format;
    this.#state = state;
  }

  static async open<T>(path: string, format: FileFormat<T>): Promise<SharedFile<T>> {
    return new SharedFile(path, format, await load(path, format));
  }

  async read(): Promise<T> {
    return this.atHand() ?? (await this.#load());
  }

  /**
   * The content, unless the file has to be read for it. One look at the disk is enough for all that asks in one turn of
   * the event loop.
   */
  atHand(): T | undefined {
    if (!this.#isLookedAt) {
      if (this.#isOutdated()) return undefined;
      this.#isLookedAt = true;
      setImmediate(() => (this.#isLookedAt = false));
    }
    return this.#state.content;
  }

  async update<R>(change: (content: T) => Update<T, R>): Promise<R> {
    const update = this.#lastUpdate.then(() => this.#update(change));
    this.#lastUpdate = update.catch(() => undefined);
    return update;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lastUpdate;
  }

  async #update<R>(change: (content: T) => Update<T, R>): Promise<R> {
    try {
      return await withFileLock(`${this.#path}.lock`, async (lock) => {
        // Whoever had the lock before may have written since the last look.
        const before = this.#isOutdated() ? await this.#load() : this.#state.content;
        const { content, result } = change(before);
        if (content === before) return result;
        await writeFileWhole(this.#path, this.#toText(content), {
          beforeReplacing: lock.assertHeld,
        });
        await this.#load();
        return result;
      });
    } catch (error) {
      throw toStorageError(error, this.#path, "written");
    }
  }

  async #load(): Promise<T> {
    this.#state = await load(this.#path, this.#format);
    // A slow one may have begun before the last look.
    this.#isLookedAt = false;
    return this.#state.content;
  }

  /** Never writes what the next start would refuse. */
  #toText(content: T): string {
    const text = this.#format.serialize(content);
    try {
      this.#format.parse(text, this.#path);
    } catch {
      throw new Error("A change would have made the file unreadable; it was not written.");
    }
    return text;
  }

  /** Without the thread pool: of a local file this takes a few microseconds, and every request asks. */
  #isOutdated(): boolean {
    try {
      const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
      return (found && toRevision(found)) !== this.#state.revision;
    } catch (error) {
      throw toStorageError(error, this.#path, "read");
    }
  }
}

async function load<T>(path: string, format: FileFormat<T>): Promise<State<T>> {
  const file = await readTextFile(path);
  if (file === undefined) return { revision: undefined, content: format.empty };
  return { revision: file.revision, content: format.parse(file.text, path) };
}
