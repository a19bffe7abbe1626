import type { UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import type { FakeRequest } from "./messages.js";

const COOKIE = "fake_github_user";

/** Whom the browser was signed in as when it last decided something here. */
export function signedInUser(world: World, { headers }: FakeRequest): UserRecord | undefined {
  const found = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? "");
  return world.user(found?.[1] ?? "");
}

export function signInHeader({ login }: UserRecord): Readonly<Record<string, string>> {
  return { "set-cookie": `${COOKIE}=${login}; Path=/; HttpOnly; SameSite=Lax` };
}
