import { pathOf, type Step } from "./connect.js";
import { HttpError, methodNotAllowed } from "./http-error.js";

export interface Pages {
  /** By their paths, written exactly so. */
  readonly exact: Readonly<Record<string, Step>>;
  /** By the folders that they are in, which end with a slash. */
  readonly below: Readonly<Record<string, Step>>;
}

/** Answers everything that is only read. */
export function pageRoutes(pages: Pages): Step {
  const exact = new Map(Object.entries(pages.exact));
  const below = Object.entries(pages.below);
  return (request, response, next) => {
    const path = pathOf(request);
    const [folder, inFolder] = below.find(([each]) => path.startsWith(each) && path !== each) ?? [];
    const page = exact.get(path) ?? inFolder;
    if (page === undefined) return next(notFound());
    if (folder !== undefined && !isDecodable(path)) return next(undecodable());
    if (request.method !== "GET" && request.method !== "HEAD") return next(methodNotAllowed(["GET", "HEAD"]));
    return page(request, response, (error) => next(error ?? notFound()));
  };
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

function undecodable(): HttpError {
  return new HttpError("The address cannot be read. Check its percent-encoding.", { status: 400, code: "BAD_REQUEST" });
}

function notFound(): HttpError {
  return new HttpError("There is nothing at this address. GraphQL is at /graphql, its schema at /schema.graphql.", {
    status: 404,
    code: "NOT_FOUND",
  });
}
