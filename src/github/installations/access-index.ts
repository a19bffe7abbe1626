import { LRUCache } from "lru-cache";
import { GatewayError } from "../../errors/gateway-error.js";
import type { AccessRestriction } from "../access-restriction.js";
import type { RawAnswer } from "../answer.js";
import { restrictionsOf } from "../restrictions.js";
import { ssoOrganizationsOf } from "../sso-restrictions.js";
import type { Installation, ReachableRepository } from "./installation.js";
import { installationRestriction } from "./installation-restrictions.js";
import { limitConcurrency } from "./limit-concurrency.js";
import { withApprovals } from "./with-approvals.js";
import { parseInstallations, parseRepositories } from "./parse-installations.js";
import { readRestList, type KnownPages } from "./read-rest-list.js";

/** After this, GitHub is asked whether anything has changed. */
const FRESH_MS = 60_000;
// Bounds the memory: a repository takes about 400 bytes here.
const MAX_REPOSITORIES = 500_000;
// GitHub asks to avoid concurrency and admits 100 requests of one user at a time.
const CONCURRENCY = 10;

/** All that one caller can reach through the App. */
export interface Access {
  readonly installations: readonly Installation[];
  readonly repositories: readonly ReachableRepository[];
  /** What is missing, and why. */
  readonly restrictions: readonly AccessRestriction[];
  /** Numeric ids of organizations whose repositories GitHub left out for want of single sign-on. */
  readonly ssoOrganizations: readonly number[];
}

interface Known {
  /** Fingerprint of the token that it was read with: another one may reach something else. */
  readonly token: string;
  readonly pages: KnownPages;
  readonly access: Access;
  readonly readAt: number;
}

/** Asks GitHub's REST API on behalf of the caller. */
export type FetchRest = (path: string, etag: string | undefined) => Promise<RawAnswer>;

/** Remembers for each caller what can be reached through the App's installations; shared by all requests of a process. */
export class AccessIndex {
  readonly #known = new LRUCache<string, Known>({
    maxSize: MAX_REPOSITORIES,
    sizeCalculation: ({ access }) => access.repositories.length + access.installations.length + 1,
  });
  readonly #reading = new Map<string, Promise<Known>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What the caller can reach; asks GitHub when that is not known, or not known to be fresh. */
  async read(subject: string, token: string, fetch: FetchRest): Promise<Access> {
    const known = this.#known.get(subject);
    if (known?.token === token && this.#now() - known.readAt < FRESH_MS) return known.access;
    const key = `${subject} ${token}`;
    let reading = this.#reading.get(key);
    if (reading === undefined) {
      reading = this.#readNow(token, fetch, known?.token === token ? known.pages : new Map());
      this.#reading.set(key, reading);
      const done = () => this.#reading.delete(key);
      reading
        .then(
          (fresh) => this.#known.set(subject, fresh),
          () => undefined,
        )
        .finally(done);
    }
    return (await reading).access;
  }

  /** Forgets what one caller can reach. */
  forget(subject: string): void {
    this.#known.delete(subject);
  }

  async #readNow(token: string, fetch: FetchRest, known: KnownPages): Promise<Known> {
    const read: KnownPages = new Map();
    const limited = limitConcurrency(CONCURRENCY);
    const list = { known, read, fetch: (path: string, etag: string | undefined) => limited(() => fetch(path, etag)) };
    const pages = await readRestList({ ...list, path: "/user/installations", parse: parseInstallations });
    const installations = withApprovals(pages.flatMap(({ items }) => items));
    const reads = await Promise.all(installations.map((installation) => readInstallation(installation, list)));
    const access: Access = {
      installations,
      repositories: reads.flatMap(({ repositories }) => repositories),
      restrictions: reads.flatMap(({ restrictions }) => restrictions),
      ssoOrganizations: [...new Set(reads.flatMap(({ ssoOrganizations }) => ssoOrganizations))],
    };
    return { token, pages: read, access, readAt: this.#now() };
  }
}

async function readInstallation(
  installation: Installation,
  list: { readonly known: KnownPages; readonly read: KnownPages; readonly fetch: FetchRest },
): Promise<Omit<Access, "installations">> {
  const restriction = installationRestriction(installation);
  const restrictions = restriction === undefined ? [] : [restriction];
  if (installation.isSuspended) return { repositories: [], restrictions, ssoOrganizations: [] };
  const path = `/user/installations/${installation.databaseId}/repositories`;
  try {
    const pages = await readRestList({
      ...list,
      path,
      parse: (body) => parseRepositories(installation.id, body),
    });
    return {
      repositories: pages.flatMap(({ items }) => items),
      restrictions,
      ssoOrganizations: pages.flatMap(({ sso }) => ssoOrganizationsOf(sso)),
    };
  } catch (error) {
    // One installation that GitHub withholds must not take the others with it; an outage must not look like one.
    if (!(error instanceof GatewayError) || !isAboutInstallation(error)) throw error;
    const [withheld] = restrictionsOf([error]);
    const owner = installation.account.login;
    const more = withheld === undefined ? [] : [{ ...withheld, owner }];
    return { repositories: [], restrictions: [...restrictions, ...more], ssoOrganizations: [] };
  }
}

function isAboutInstallation({ code }: GatewayError): boolean {
  return [
    "GITHUB_FORBIDDEN",
    "GITHUB_SSO_REQUIRED",
    "GITHUB_IP_NOT_ALLOWED",
    "GITHUB_SCOPE_MISSING",
    "NOT_FOUND",
  ].includes(code);
}
