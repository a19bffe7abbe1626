import { GatewayError } from "../../errors/gateway-error.js";
import type { AccessRestriction } from "../access-restriction.js";
import type { RawAnswer } from "../answer.js";
import { restrictionsOf } from "../restrictions.js";
import { FreshValues, type Asker } from "./fresh-values.js";
import type { Installation, ReachableRepository } from "./installation.js";
import { installationRestrictions } from "./installation-restrictions.js";
import { limitConcurrency } from "./limit-concurrency.js";
import { withApprovals } from "./with-approvals.js";
import { parseInstallations, parseRepositories } from "./parse-installations.js";
import { readRestList, type RestList } from "./read-rest-list.js";

const FRESH_MS = 60_000;
// Bounds the memory: a repository takes about 400 bytes here.
const MAX_REPOSITORIES = 500_000;
const MAX_INSTALLATIONS = 100_000;
// GitHub asks to avoid concurrency and admits 100 requests of one user at a time.
const CONCURRENCY = 10;

/** Where the App is installed, as far as one caller sees it. */
export interface Installed {
  readonly installations: readonly Installation[];
  /** What is missing, and why. */
  readonly restrictions: readonly AccessRestriction[];
  /** Every `x-github-sso` that came: what GitHub left out for want of single sign-on. */
  readonly sso: readonly string[];
}

/** All that one caller can reach through the App. */
export interface Access extends Installed {
  readonly repositories: readonly ReachableRepository[];
}

/** Asks GitHub's REST API on behalf of the caller. */
export type FetchRest = (path: string, etag: string | undefined) => Promise<RawAnswer>;

type Pages = Pick<RestList<never>, "known" | "read" | "fetch">;

/** Remembers for each caller what can be reached through the App's installations; shared by all requests of a process. */
export class AccessIndex {
  readonly #installed: FreshValues<Installed>;
  readonly #access: FreshValues<Access>;

  /** @param options.isOn Whether anything is good for longer than the request that asked for it. */
  constructor({ now, isOn }: { readonly now: () => number; readonly isOn: boolean }) {
    const freshMs = isOn ? FRESH_MS : 0;
    const sizeOf = ({ installations }: Installed) => installations.length + 1;
    this.#installed = new FreshValues({ now, freshMs, maxSize: MAX_INSTALLATIONS, sizeOf });
    this.#access = new FreshValues({
      now,
      freshMs,
      maxSize: MAX_REPOSITORIES,
      sizeOf: (access) => access.repositories.length + sizeOf(access),
    });
  }

  /** Where the App is installed; asks GitHub when that is not known, or not known to be fresh. */
  async readInstalled(asker: Asker, fetch: FetchRest): Promise<Installed> {
    return this.#access.get(asker) ?? this.#installed.get(asker) ?? this.#readInstalledNow(asker, fetch);
  }

  /** What the caller can reach, as far as that is known to be fresh. */
  known(asker: Asker): Access | undefined {
    return this.#access.get(asker);
  }

  /** What the caller can reach; asks GitHub when that is not known, or not known to be fresh. */
  async read(asker: Asker, fetch: FetchRest): Promise<Access> {
    const known = this.#access.get(asker);
    if (known !== undefined) return known;
    return this.#access.read(asker, async (pages) => {
      const installed = await this.#readInstalledNow(asker, fetch);
      const limited = limitConcurrency(CONCURRENCY);
      const list: Pages = { ...pages, fetch: (path, etag) => limited(() => fetch(path, etag)) };
      const reads = await Promise.all(
        installed.installations.map((installation) => readRepositories(installation, list)),
      );
      return {
        installations: installed.installations,
        repositories: reads.flatMap(({ repositories }) => repositories),
        restrictions: [...installed.restrictions, ...reads.flatMap(({ restrictions }) => restrictions)],
        sso: distinct([...installed.sso, ...reads.flatMap(({ sso }) => sso)]),
      };
    });
  }

  /** Forgets what one caller can reach. */
  forget(subject: string): void {
    this.#installed.forget(subject);
    this.#access.forget(subject);
  }

  #readInstalledNow(asker: Asker, fetch: FetchRest): Promise<Installed> {
    return this.#installed.read(asker, async (known) => {
      const list: Pages = { ...known, fetch };
      const pages = await readRestList({ ...list, path: "/user/installations", parse: parseInstallations });
      const installations = withApprovals(pages.flatMap(({ items }) => items));
      const restrictions = installations.flatMap((installation) => installationRestrictions(installation));
      return { installations, restrictions, sso: ssoOf(pages) };
    });
  }
}

async function readRepositories(installation: Installation, list: Pages): Promise<Omit<Access, "installations">> {
  if (installation.isSuspended) return { repositories: [], restrictions: [], sso: [] };
  const path = `/user/installations/${installation.databaseId}/repositories`;
  try {
    const pages = await readRestList({ ...list, path, parse: (body) => parseRepositories(installation.id, body) });
    return { repositories: pages.flatMap(({ items }) => items), restrictions: [], sso: ssoOf(pages) };
  } catch (error) {
    // One installation that GitHub withholds must not take the others with it; an outage must not look like one.
    if (!(error instanceof GatewayError) || !OF_ONE_INSTALLATION.has(error.code)) throw error;
    const owner = installation.account.login;
    return { repositories: [], restrictions: restrictionsOf([error], owner), sso: [] };
  }
}

const OF_ONE_INSTALLATION: ReadonlySet<string> = new Set([
  "GITHUB_FORBIDDEN",
  "GITHUB_SSO_REQUIRED",
  "GITHUB_IP_NOT_ALLOWED",
  "GITHUB_SCOPE_MISSING",
  "NOT_FOUND",
]);

function ssoOf(pages: readonly { readonly sso: string | undefined }[]): readonly string[] {
  return distinct(pages.flatMap(({ sso }) => sso ?? []));
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
