import { ERROR_CATALOGUE, type ErrorCode as Code } from "../errors/error-catalogue.js";
import { enumType } from "./enum-type.js";

const DESCRIPTION =
  "Every value that `errors[].extensions.code` and `userErrors[].code` can have. Clients may switch on it " +
  "exhaustively; a value is only ever added in a minor version and only removed in a major one. " +
  "`errors[].extensions` is always " +
  "`{ code, nextStep, retryable, retryAfterSeconds?, helpUrl?, requestId, upstream? }`.";

const codes = Object.entries(ERROR_CATALOGUE).map(([code, { description }]) => [code, description]);

export const ErrorCode = enumType("ErrorCode", DESCRIPTION, Object.fromEntries(codes) as Record<Code, string>);
export type ErrorCode = keyof typeof ErrorCode;
