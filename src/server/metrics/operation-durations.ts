import { Histogram, type Registry } from "prom-client";
import { nameOfOperation, type OperationRecord } from "../graphql/operation-log.js";
import { redact } from "../log/redact.js";

// A client can make up names without end, and each is a dozen series for whoever collects them.
const MAX_NAMES = 200;
const OTHER = "other";

/** How long operations took, by name and type. Names are those of documents that were found valid, the first so many. */
export class OperationDurations {
  readonly #histogram: Histogram<"operation" | "type">;
  readonly #names = new Set<string>();
  readonly #series = new Map<string, Histogram.Internal<"operation" | "type">>();

  constructor(registry: Registry) {
    this.#histogram = new Histogram({
      name: "octogate_operation_duration_seconds",
      help: "How long GraphQL operations took, malformed ones as operation other of type unknown.",
      labelNames: ["operation", "type"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [registry],
    });
  }

  note(record: OperationRecord): void {
    const type = record.operation?.operation ?? "unknown";
    const operation = this.#label(record);
    const key = `${type} ${operation}`;
    let series = this.#series.get(key);
    if (series === undefined) this.#series.set(key, (series = this.#histogram.labels({ operation, type })));
    series.observe((performance.now() - record.startedAt) / 1000);
  }

  #label({ operation, wasExecuted }: OperationRecord): string {
    if (operation === undefined) return OTHER;
    const name = nameOfOperation(operation) ?? "anonymous";
    if (!this.#names.has(name)) {
      if (!wasExecuted || this.#names.size >= MAX_NAMES) return OTHER;
      this.#names.add(name);
    }
    return redact(name);
  }
}
