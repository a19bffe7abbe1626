import { addDemoApps } from "./demo-apps.js";
import { addDemoTokens } from "./demo-tokens.js";
import { addDemoWork } from "./demo-work.js";
import { createRandom, type Random } from "./random.js";
import type { Account, RepositoryRecord, UserRecord, Visibility } from "./records.js";
import { LANGUAGES, PURPOSES, QUALITIES, THINGS } from "./words.js";
import { license } from "./create-repository.js";
import { World, type WorldOptions } from "./world.js";

export interface DemoWorldOptions extends WorldOptions {
  /** How many repositories `octo-mock` has access to, over all owners; 131 unless given. */
  readonly repositories?: number;
  /** How many branches `octo-mock/many-branches` has; 250 unless given. */
  readonly branches?: number;
}

/**
 * The demo world: the user `octo-mock` with repositories of their own and of three organizations, of which `acme`
 * enforces single sign-on; colleagues; and the user `other-mock`, who shares nothing with them.
 */
export function createWorld(options: DemoWorldOptions = {}): World {
  const world = new World(options);
  const random = createRandom(`${world.seed}/world`);
  const viewer = world.addUser({
    login: "octo-mock",
    name: "Octo Mock",
    email: "octo-mock@example.com",
    company: "@northwind",
    bio: "Lives in a fake GitHub.",
    location: "127.0.0.1",
  });
  const colleagues = ["mona-mock", "hubot-mock", "ada-mock", "linus-mock", "grace-mock"].map((login) =>
    world.addUser({ login, createdAt: world.daysAgo(400 + random.below(2000)) }),
  );
  const owners = addOrganizations(world, viewer, colleagues);
  const repositories = addRepositories(world, random, viewer, owners, options);
  addDemoWork(world, viewer, colleagues, repositories);
  addOther(world, random);
  addDemoTokens(world, viewer);
  addDemoApps(world, viewer);
  return world;
}

function addOrganizations(world: World, viewer: UserRecord, colleagues: readonly UserRecord[]): readonly Account[] {
  const acme = world.addOrganization({
    login: "acme",
    name: "Acme",
    saml: true,
    description: "Single sign-on only.",
  });
  const northwind = world.addOrganization({
    login: "northwind",
    name: "Northwind",
    createdAt: world.daysAgo(800),
  });
  const sprocket = world.addOrganization({
    login: "sprocket",
    name: "Sprocket Works",
    basePermission: "READ",
  });
  for (const organization of [acme, northwind, sprocket]) {
    world.addMember(organization, viewer, organization === northwind ? "ADMIN" : "MEMBER");
    for (const colleague of colleagues) world.addMember(organization, colleague);
  }
  // 13 repositories in turn: 6 of the user's own, 3, 2 and 2 of the organizations.
  return [viewer, acme, viewer, northwind, viewer, sprocket, acme, viewer, northwind, viewer, sprocket, acme, viewer];
}

/** So many different names, always in the same order for the same seed. */
function names(random: Random, count: number): readonly string[] {
  const all = QUALITIES.flatMap((quality) => THINGS.map((thing) => `${quality}-${thing}`));
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    [all[index], all[other]] = [all[other] as string, all[index] as string];
  }
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / all.length);
    return `${all[index % all.length]}${round === 0 ? "" : `-${round + 1}`}`;
  });
}

function addRepositories(
  world: World,
  random: Random,
  viewer: UserRecord,
  owners: readonly Account[],
  { repositories = 131, branches = 250 }: DemoWorldOptions,
): readonly RepositoryRecord[] {
  const special = [
    () =>
      world.addRepository({
        owner: viewer,
        name: "hello-world",
        ...look(world, random, 0),
        branches: 12,
      }),
    () =>
      world.addRepository({
        owner: viewer,
        name: "empty-room",
        visibility: "PRIVATE",
        branches: 0,
      }),
    () =>
      world.addRepository({
        owner: viewer,
        name: "many-branches",
        ...look(world, random, 1),
        branches,
      }),
  ].slice(0, repositories);
  const made = special.map((add) => add());
  for (const [index, name] of names(random, repositories - made.length).entries()) {
    const owner = owners[index % owners.length] as Account;
    const isInternal = owner.__typename === "Organization" && index % 7 === 0;
    const visibility: Visibility = isInternal ? "INTERNAL" : random.chance(0.4) ? "PRIVATE" : "PUBLIC";
    made.push(
      world.addRepository({
        owner,
        name,
        visibility,
        ...look(world, random, index + 2),
        branches: 1 + random.below(9),
        defaultBranch: random.chance(0.15) ? "master" : "main",
        isArchived: random.chance(0.06),
      }),
    );
  }
  for (const fork of made.filter((_, index) => index % 19 === 18)) {
    fork.isFork = true;
    fork.parent = made[0] as RepositoryRecord;
  }
  return made;
}

function look(world: World, random: Random, index: number) {
  const age = random.fraction() * Math.min(1400, 3 * index);
  return {
    description: random.chance(0.85) ? random.pick(PURPOSES) : null,
    languages: [random.pick(LANGUAGES)[1], "Shell"],
    stargazerCount: Math.floor(random.fraction() ** 4 * 9_000),
    forkCount: random.below(40),
    diskUsage: random.below(90_000),
    createdAt: world.daysAgo(age + 30 + random.below(2_500)),
    pushedAt: world.daysAgo(age),
    updatedAt: world.daysAgo(age * random.fraction()),
    licenseInfo: random.chance(0.6) ? license(random.pick(["mit", "apache-2.0"])) : null,
    topics: random.chance(0.3) ? ["tools", "demo"] : [],
  };
}

/** Someone whose repositories, branches and organization nobody else can see. */
function addOther(world: World, random: Random): void {
  const other = world.addUser({
    login: "other-mock",
    name: "Other Mock",
    createdAt: world.daysAgo(200),
  });
  const organization = world.addOrganization({ login: "elsewhere", name: "Elsewhere" });
  world.addMember(organization, other, "ADMIN");
  for (const [index, name] of names(random, 12).entries()) {
    const owner = index % 4 === 3 ? organization : other;
    world.addRepository({
      owner,
      name: `other-${name}`,
      visibility: "PRIVATE",
      ...look(world, random, index),
    });
  }
}
