import { hash } from "node:crypto";

/** What a session is called outside of its cookie. No id can be made of it. */
export function sessionName(id: string): string {
  return hash("sha256", id, "base64url");
}
