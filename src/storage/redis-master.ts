const LOOK_AGAIN_AFTER_MS = 5_000;

/** As much of ioredis's client as is needed here. */
interface Client {
  readonly status: string;
  duplicate(override: typeof PROBE): Probe;
  disconnect(reconnect: boolean): void;
}

interface Probe {
  on(event: "error", listener: (error: unknown) => void): unknown;
  connect(): Promise<unknown>;
  role(): Promise<readonly unknown[]>;
  disconnect(): void;
}

const PROBE = { lazyConnect: true, retryStrategy: null, connectionName: "octogate-probe" } as const;

/**
 * Follows a master that has moved. A server that refuses writes since it is a replica may have been the master before a
 * failover: then a new connection leads to another one, and the old one is given up. Where it leads to a replica again,
 * there is no master, and the old connection still reads.
 */
export class MasterFollower {
  readonly #client: () => Client;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(client: () => Client) {
    this.#client = client;
  }

  /** Takes every error that Redis answers with; looks for a master once in a while, in the background. */
  hear(error: Error): void {
    if (!error.message.startsWith("READONLY") || performance.now() - this.#lookedAt < LOOK_AGAIN_AFTER_MS) return;
    this.#lookedAt = performance.now();
    void this.#look();
  }

  async #look(): Promise<void> {
    const client = this.#client();
    const probe = client.duplicate(PROBE);
    probe.on("error", () => undefined);
    try {
      await probe.connect();
      const [role] = await probe.role();
      if (role === "master" && client.status === "ready") client.disconnect(true);
    } catch {
      // Nobody there that could be followed; the next refusal looks again.
    } finally {
      probe.disconnect();
    }
  }
}
