/**
 * What the files of a folder may import of ours, besides that folder. A place that ends with a slash stands for
 * everything below it, one that ends with a star for the files right in it. Where two rows fit, the first one counts.
 */
export interface ImportRow {
  readonly folder: string;
  readonly may: readonly string[];
  readonly mayType?: readonly string[];
  readonly mayLoad?: readonly string[];
}

// Whoever holds a secret needs its type; the files that may look into one are listed in the rule about `reveal`. Plans
// go through resolvers to the server as they are.
export const FOR_ALL = ["src/secret/", "src/plan/"];

// The composition: the one place that knows all parts. The fake is loaded only by who asks for it.
const COMPOSES = {
  may: ["src/cli/", "src/config/", "src/editions/load-edition.ts", "src/server/", "package.json"],
  mayLoad: ["fake-github/index.ts"],
};

// Each kind of sign-in stands alone: none imports another.
const SIGN_IN = { may: ["src/auth/*", "src/storage/", "src/errors/"], mayType: ["src/settings/"] };

/** Who may import whom. */
export const IMPORT_TABLE: readonly ImportRow[] = [
  { folder: "src/main.ts", ...COMPOSES },
  { folder: "src/cli/", ...COMPOSES },
  {
    folder: "src/server/",
    may: ["src/resolvers/", "src/context/", "src/errors/"],
    mayType: ["src/editions/edition.ts", "src/config/"],
  },
  {
    folder: "src/editions/",
    may: ["src/auth/", "src/github/", "src/settings/", "src/storage/", "src/errors/"],
    mayType: ["src/config/"],
  },
  { folder: "src/resolvers/", may: ["src/schema/", "src/errors/"], mayType: ["src/context/"] },
  {
    folder: "src/context/",
    // The rules for values hold for every store, so that they are asked before one.
    may: ["src/auth/*", "src/errors/", "src/settings/validate-settings-change.ts"],
    mayType: ["src/github/", "src/settings/", "src/editions/edition.ts"],
  },
  {
    folder: "src/github/",
    may: ["src/errors/"],
    // Each type of the schema declares where at GitHub it comes from; the compiler reads the declarations.
    mayType: ["src/auth/*", "src/schema/from-github.ts"],
  },
  { folder: "src/auth/personal-token/", ...SIGN_IN },
  { folder: "src/auth/github-oauth/", ...SIGN_IN },
  { folder: "src/auth/keycloak/", ...SIGN_IN },
  { folder: "src/auth/", may: ["src/auth/*", "src/errors/"] },
  { folder: "src/settings/", may: ["src/storage/", "src/errors/"] },
  { folder: "src/storage/", may: ["src/errors/"] },
  // The closed lists of the schema are the ones of the errors, and scalars refuse values with their codes.
  { folder: "src/schema/", may: ["src/errors/"] },
  { folder: "src/config/", may: [] },
  { folder: "src/errors/", may: [] },
  { folder: "src/secret/", may: [] },
  { folder: "src/plan/", may: [] },
  { folder: "fake-github/", may: [] },
];

/** Whether a path is in one of the places. */
export function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => {
    if (place.endsWith("/")) return path.startsWith(place);
    if (!place.endsWith("*")) return path === place;
    const folder = place.slice(0, -1);
    return path.startsWith(folder) && !path.slice(folder.length).includes("/");
  });
}
