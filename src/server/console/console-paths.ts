/** Addresses of the console's pages; `web/src/app.tsx` routes them. */
export const CONSOLE_PATHS: readonly string[] = ["/", "/repositories", "/settings"];

/** Where GitHub sends browsers back to. */
export const CALLBACK_PATH = "/auth/callback";

/** Pages of an edition that users sign in to. */
export const SIGN_IN_PATHS: readonly string[] = [CALLBACK_PATH, "/auth/device"];

/** Whether the address of a page can hold a secret: a code that is on its way to us. */
export function holdsCode(path: string): boolean {
  return path === CALLBACK_PATH;
}
