import type { Installation } from "./installation.js";

const LEVELS = ["read", "write", "admin"];

/**
 * Tells which owners have yet to approve permissions. GitHub tells users what an installation has, not what the App asks
 * for: a permission that another installation of the same App has, the App does ask for.
 */
export function withApprovals(installations: readonly Installation[]): readonly Installation[] {
  return installations.map((installation) => ({
    ...installation,
    needsApproval: installations.some(({ permissions }) => hasMore(permissions, installation.permissions)),
  }));
}

function hasMore(permissions: Installation["permissions"], than: Installation["permissions"]): boolean {
  return Object.entries(permissions).some(([name, level]) => levelOf(level) > levelOf(than[name]));
}

function levelOf(level: string | undefined): number {
  return level === undefined ? -1 : LEVELS.indexOf(level);
}
