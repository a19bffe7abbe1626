// What GitHub's tokens look like.
const TOKEN = /(?:gh[pousr]_|github_pat_)[A-Za-z0-9_.-]{20,}|\b[0-9a-f]{40}\b/g;

/** A text without the GitHub tokens that somebody pasted into it. */
export function withoutTokens(text: string): string {
  return text.replaceAll(TOKEN, "");
}
