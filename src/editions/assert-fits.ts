import { CROSS_SITE_GUARD } from "../auth/cross-site-guard.js";
import { EditionError } from "./edition-error.js";
import { EDITION_SHAPE, type Shape } from "./edition-shape.js";
import type { OpenEdition } from "./edition.js";

/** Steps of OSS, which no edition may drop. */
const STEPS_OF_ALL: readonly string[] = [CROSS_SITE_GUARD];

/**
 * Whether the fields of an edition gave what they should, ports and lists member by member. An edition of one's own may
 * be written without types.
 *
 * @throws EditionError with a sentence that names the field.
 */
export function assertFits(edition: OpenEdition): void {
  for (const [field, shape] of Object.entries(EDITION_SHAPE)) {
    const value: unknown = edition[field as keyof typeof EDITION_SHAPE];
    const misfit = shape.isMet(value)
      ? misfitWithin(field, value, shape)
      : `its field \`${field}\` does not give ${shape.what}`;
    if (misfit !== undefined) refuse(edition, misfit, "Take it from the edition below with `...oss`.");
  }
  const steps = new Set(edition.middleware.map(({ name }) => name));
  const dropped = STEPS_OF_ALL.filter((name) => !steps.has(name));
  if (dropped.length === 0) return;
  const misfit = `its field \`middleware\` drops the step ${dropped.join(", ")} of OSS`;
  refuse(edition, misfit, "Begin its list with `...oss.middleware(resources)`.");
}

/** A sentence about the first member or item that does not fit. */
function misfitWithin(place: string, value: unknown, { members = {}, items }: Shape): string | undefined {
  if (value === null) return undefined;
  const inside: (readonly [string, unknown, Shape])[] = Object.entries(members).map(([name, shape]) => [
    `${place}.${name}`,
    Reflect.get(value as object, name),
    shape,
  ]);
  if (items !== undefined) {
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      inside.push([`${place}[${index}]`, item, items]);
    }
  }
  for (const [at, found, shape] of inside) {
    const misfit = shape.isMet(found) ? misfitWithin(at, found, shape) : `its field \`${at}\` is not ${shape.what}`;
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function refuse({ name }: OpenEdition, misfit: string, advice: string): never {
  throw new EditionError(name, `does not fit: ${misfit}`, advice);
}
