import { GatewayError } from "../errors/gateway-error.js";
import { StorageError } from "../storage/storage-error.js";

/** Puts a failure of the files into words for a client, who is not told where they are; the cause names them for the log. */
export function toStoreUnavailable(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  return new GatewayError("SESSION_STORE_UNAVAILABLE", sentenceFor(error.code), {
    nextStep: "CONTACT_ADMIN",
    cause: error,
  });
}

function sentenceFor(code: string | undefined): string {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "Nothing was changed, because the gateway's disk is full. Free some space on it, then try again.";
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return "Nothing was changed, because the gateway may not use its data folder. Give it access, then try again.";
    default:
      return "The gateway cannot use its settings file. Its log says what is wrong with the file and what to do.";
  }
}
