import type { Measurement } from "../../editions/edition.js";
import type { ErrorCode } from "../../errors/error-catalogue.js";
import type { OperationRecord } from "../graphql/operation-log.js";

/** Counts what the gateway does. */
export interface Meter {
  /** An operation that was answered, whatever the answer. */
  operation(record: OperationRecord): void;
  /** A request for an operation that was refused as HTTP. */
  refusal(code: ErrorCode): void;
  /** What happened in the edition. */
  measure(measurement: Measurement): void;
}
