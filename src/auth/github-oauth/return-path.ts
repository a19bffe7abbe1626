const LONGEST = 2_000;
// Nothing may be decoded more often than this on its way: by us, a proxy, a page.
const DECODINGS = 3;

/**
 * A path of this origin that is safe to send a browser to, in the form that browsers make of it; undefined for
 * everything else. Login pages are asked to redirect to foreign pages all the time, so what is not plainly a path of
 * ours is refused, and not repaired.
 *
 * https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
 *
 * @param text As a client sent it: path, and query and fragment if any.
 */
export function toReturnPath(text: string, publicUrl: URL): string | undefined {
  if (text.length > LONGEST || !isPlainPath(text)) return undefined;
  const [path = ""] = text.split(/[?#]/, 1);
  if (!staysPlain(path)) return undefined;
  const url = URL.canParse(text, publicUrl.origin) ? new URL(text, publicUrl.origin) : undefined;
  if (url === undefined || url.origin !== publicUrl.origin || url.pathname.startsWith("//")) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** Two slashes name a host, browsers take a backslash for a slash, and they drop tabs and line ends within. */
function isPlainPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text) && !/[\\\p{C}\p{Z}]/u.test(text);
}

/** Whether it is still a plain path, without steps back and empty steps, however often its escapes are decoded. */
function staysPlain(path: string): boolean {
  let decoded = path;
  for (let round = 0; round <= DECODINGS; round += 1) {
    if (!/^\/(?![/\\])/.test(decoded) || /[\\\p{Cc}\p{Zl}\p{Zp}]|\/\s*\.{0,2}\s*\/|\/\s*\.{1,2}\s*$/u.test(decoded))
      return false;
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      return false;
    }
  }
  return true;
}
