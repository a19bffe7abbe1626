import { GatewayError } from "../../errors/gateway-error.js";
import { isRaw } from "./is-raw.js";
import type { Raw } from "./shape.js";

// What GitHub answers with where it fails is null, with an error or without. Nothing of it may pass for "there is none".

/** An object where there must be one; otherwise the error that stands in its place. */
export function presentObject(value: unknown): Raw | Error {
  return isRaw(value) || value instanceof Error ? value : missing();
}

/** A list where there must be one; otherwise the error that stands in its place. */
export function presentList(value: unknown): readonly unknown[] | Error {
  return Array.isArray(value) || value instanceof Error ? value : missing();
}

/** @throws The error that stands in the place of an object or a list. */
export function orThrow<Value>(value: Value | Error): Value {
  if (value instanceof Error) throw value;
  return value;
}

export function missing(): GatewayError {
  return new GatewayError("GITHUB_UNEXPECTED_RESPONSE", "GitHub left out a part of the answer. Try again in a moment.");
}
