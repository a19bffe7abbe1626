import { AggregatorRegistry, collectDefaultMetrics, Counter, Histogram, type PrometheusContentType } from "prom-client";
import type { Measurement } from "../../editions/edition.js";
import type { ErrorCode } from "../../errors/error-catalogue.js";
import type { OperationRecord } from "../graphql/operation-log.js";
import type { Meter } from "./meter.js";
import { OperationDurations } from "./operation-durations.js";

/** Counts for Prometheus. No label names a user, and the values of each are few. */
export class PrometheusMeter implements Meter {
  /** Of the kind that, in a worker, listens to who collects. */
  readonly registry = new AggregatorRegistry<PrometheusContentType>();
  readonly #operations = new OperationDurations(this.registry);
  readonly #errors = this.#counter("octogate_errors_total", "Errors in answers to operations.", ["code"]);
  readonly #requests = this.#counter("octogate_github_requests_total", "Requests to GitHub by the end they came to.", [
    "api",
    "outcome",
  ]);
  readonly #points = this.#histogram(
    "octogate_github_points_remaining",
    "What was left of a user's budget at GitHub, as each of its answers told.",
    {
      labelNames: ["resource"],
      buckets: [0, 10, 50, 100, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 10_000, 15_000],
    },
  );
  readonly #answers = this.#counter(
    "octogate_github_answers_total",
    "Answers of GitHub's by where they came from: remembered (hit, stale), shared with an equal question, or asked for.",
    ["origin"],
  );
  readonly #refreshes = this.#counter("octogate_token_refresh_total", "Renewals of users' tokens.", ["result"]);
  readonly #lost = this.#counter("octogate_token_refresh_lost_total", "Tokens that were lost while being renewed.", []);
  readonly #waits = this.#histogram(
    "octogate_token_refresh_wait_seconds",
    "How long requests waited for a token to be renewed.",
    { labelNames: [], buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
  );
  readonly #reauthentications = this.#counter(
    "octogate_token_reauth_total",
    "Users who have to go through GitHub again, because it does not take their token any more.",
    [],
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  operation(record: OperationRecord): void {
    this.#operations.note(record);
    for (const code of record.codes) this.#errors.inc({ code });
  }

  refusal(code: ErrorCode): void {
    this.#errors.inc({ code });
  }

  measure(measurement: Measurement): void {
    switch (measurement.kind) {
      case "github-request":
        return this.#requests.inc({ api: measurement.api, outcome: measurement.outcome });
      case "github-budget":
        return this.#points.observe({ resource: measurement.resource.toLowerCase() }, measurement.remaining);
      case "github-answer":
        return this.#answers.inc({ origin: measurement.origin });
      case "token-refresh":
        if (measurement.result === "lost") this.#lost.inc();
        return this.#refreshes.inc({ result: measurement.result });
      case "token-refresh-wait":
        return this.#waits.observe(measurement.seconds);
      case "reauthentication-required":
        return this.#reauthentications.inc();
      default:
        return measurement satisfies never;
    }
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    { labelNames, buckets }: { readonly labelNames: readonly Label[]; readonly buckets: number[] },
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [this.registry] });
  }
}
