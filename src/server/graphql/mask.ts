/** What a client is told of an unexpected error. */
export function maskedMessage(requestId: string): string {
  return `The gateway failed to answer this. Try again; if it stays, report request ${requestId}.`;
}
