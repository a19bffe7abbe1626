import { EditionError } from "./edition-error.js";
import type { OpenEdition } from "./edition.js";

type Field = Exclude<keyof OpenEdition, "name" | "kind" | typeof Symbol.asyncDispose>;

/** What a field can give: how a sentence calls it, and how it is told. */
interface Shape {
  readonly what: string;
  readonly isMet: (value: unknown) => boolean;
}

const LIST: Shape = { what: "a list", isMet: (value) => Array.isArray(value) };
const FUNCTION: Shape = { what: "a function", isMet: (value) => typeof value === "function" };
const OBJECT: Shape = { what: "an object", isMet: (value) => typeof value === "object" && value !== null };
const OBJECT_OR_NULL: Shape = { what: "an object or null", isMet: (value) => typeof value === "object" };

const GIVES = {
  middleware: LIST,
  userAuth: OBJECT,
  accessTokens: OBJECT,
  settings: OBJECT,
  tokenKeeper: OBJECT_OR_NULL,
  loginFlow: OBJECT_OR_NULL,
  gitHubService: FUNCTION,
  tokenInspector: OBJECT,
  loginOptions: LIST,
  links: OBJECT,
  features: LIST,
  gates: LIST,
} satisfies Record<Field, Shape>;

/**
 * Whether the fields of an edition gave what they should. An edition of one's own may be written without types.
 *
 * @throws EditionError with a sentence that names the field.
 */
export function assertFits(edition: OpenEdition): void {
  for (const [field, { what, isMet }] of Object.entries(GIVES)) {
    if (isMet(edition[field as Field])) continue;
    throw new EditionError(
      edition.name,
      `does not fit: its field \`${field}\` does not give ${what}`,
      "Take it from the edition below with `...oss`.",
    );
  }
}
