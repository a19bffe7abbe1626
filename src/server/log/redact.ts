const REDACTED = "[redacted]";

const NAMES =
  "authorization|proxy-authorization|cookie|set-cookie|token|password|secret|" +
  "access_?token|refresh_?token|client_?secret|code_?verifier";

/** Pairs of what a secret looks like and what stays of it. None may break a line of JSON that it is found in. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available
  // Newer tokens may carry dots and dashes. No word boundary in front: a token glued to other text is still one.
  [/(?:gh[pousr]_|github_pat_)[A-Za-z0-9_.-]{20,}/g, REDACTED],
  // `"token":"…"`
  [new RegExp(String.raw`("(?:${NAMES})"\s*:\s*)"(?:[^"\\]|\\.)*"`, "gi"), `$1"${REDACTED}"`],
  // `\"token\":\"…\"`, JSON inside a string of JSON
  [new RegExp(String.raw`(\\+"(?:${NAMES})\\+"\s*:\s*\\+")[^"]*?(\\+")`, "gi"), `$1${REDACTED}$2`],
  // `token: '…'`, as Node prints objects
  [new RegExp(String.raw`(\b(?:${NAMES})'?: ')[^'"\\]*'`, "gi"), `$1${REDACTED}'`],
  // `access_token=…`
  [new RegExp(String.raw`(\b(?:${NAMES})(?:=|%3D))[^&\s"'\\;]+`, "gi"), `$1${REDACTED}`],
  [/\b(Bearer|Basic)(\s+|%20)[A-Za-z0-9._~+/=-]{8,}/gi, `$1$2${REDACTED}`],
  // Old tokens are 40 hexadecimal digits, as commits are: only where a credential stands is one taken for a token.
  [/\b(token|password|secret|x-access-token)(\s+|\s*:\s*|%20)[0-9a-f]{40}\b/gi, `$1$2${REDACTED}`],
];

/** Takes secrets out of a text: GitHub's tokens wherever they stand, and whatever stands where credentials do. */
export function redact(text: string): string {
  return PATTERNS.reduce((redacted, [pattern, rest]) => redacted.replace(pattern, rest), text);
}

/** Also takes out all that could be an old token. For texts that repeat what a client sent. */
export function redactInput(text: string): string {
  return redact(text).replace(/\b[0-9a-f]{40}\b/gi, REDACTED);
}
