import { GatewayError } from "../../errors/gateway-error.js";
import type { SizesOfCaller } from "./page-sizes.js";
import { hasInnerLists, idsInPieces, listInPieces, pageSizeOf, type PagedPart } from "./paged-part.js";
import { isTooMuch } from "./too-much.js";
import type { AskedPart, PartAnswer } from "./upstream-batch.js";

/** 100, 50, 25, 13: at most eight pieces. What is too much even so is heavy for another reason than its number. */
const MOST_HALVINGS = 3;

export interface AskInPiecesOptions {
  /** Sends one document. */
  ask(part: AskedPart): Promise<PartAnswer>;
  /** Whether there is time for one more document. */
  hasTime(): boolean;
  readonly sizes: SizesOfCaller | undefined;
}

/**
 * Asks for a part by itself. If it is a page and too much for GitHub, half of it is asked for, and then what remains
 * behind that; what failed is never sent again as it was. The next one of its shape begins with the size that worked.
 *
 * @throws GatewayError GitHub's last one, when the smallest piece fails too or there is no time left.
 */
export async function askInPieces(part: AskedPart, options: AskInPiecesOptions): Promise<PartAnswer> {
  const whole = pageSizeOf(part);
  const smallest = Math.ceil(whole / 2 ** MOST_HALVINGS);
  let size = Math.min(whole, Math.max(smallest, options.sizes?.get(part) ?? whole));
  const halfOf = (failed: number, error: unknown) => halve(failed, error, { part, smallest, options });
  if (size === whole) {
    try {
      return await options.ask(part);
    } catch (error) {
      size = halfOf(whole, error);
    }
  }
  const asked = { whole, size, halfOf, options };
  return Array.isArray(part.variables["ids"])
    ? askPieces(idsInPieces(part), asked)
    : askPieces(listInPieces(part), asked);
}

async function askPieces<Place>(
  pages: PagedPart<Place>,
  asked: {
    readonly whole: number;
    readonly size: number;
    readonly halfOf: (failed: number, error: unknown) => number;
    readonly options: AskInPiecesOptions;
  },
): Promise<PartAnswer> {
  const pieces: PartAnswer[] = [];
  let { whole: left, size } = asked;
  let place: Place | undefined = pages.start;
  while (left > 0 && place !== undefined) {
    const count = Math.min(size, left);
    try {
      const piece = await asked.options.ask(pages.pieceAt(place, count));
      pieces.push(piece);
      left -= count;
      place = pages.placeAfter(piece, place, count);
    } catch (error) {
      size = asked.halfOf(count, error);
      continue;
    }
    if (left > 0 && place !== undefined && !asked.options.hasTime()) throw tooSlow();
  }
  return pages.join(pieces);
}

/** The size to go on with after a failure; throws the failure where nothing smaller is worth a try. */
function halve(
  failed: number,
  error: unknown,
  asked: { readonly part: AskedPart; readonly smallest: number; readonly options: AskInPiecesOptions },
): number {
  if (!isTooMuch(error)) throw error;
  const { part, smallest, options } = asked;
  const half = Math.ceil(failed / 2);
  if (half === failed || half < smallest) {
    // It is not for the size, or not only: the next one may as well begin with the whole page.
    options.sizes?.delete(part);
    throw hasInnerLists(part) ? askForLess(error) : error;
  }
  options.sizes?.set(part, half);
  if (!options.hasTime()) throw error;
  return half;
}

/** Nothing here can make a list within the items smaller: it is the client's to ask for less of it. */
function askForLess({ code, upstream }: GatewayError): GatewayError {
  return new GatewayError(
    code,
    "GitHub does not manage this in its ten seconds. Ask for fewer items of the lists within it, or for one of them at a time.",
    { nextStep: "FIX_INPUT", ...(upstream !== undefined && { upstream }) },
  );
}

function tooSlow(): GatewayError {
  return new GatewayError(
    "GITHUB_TIMEOUT",
    "GitHub takes too long for this page, in smaller parts as well. Try again in a moment, or ask for less.",
  );
}
