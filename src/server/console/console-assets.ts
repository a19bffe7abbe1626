import { pathOf, type Step } from "../connect.js";
import { readBuiltFile } from "./built-files.js";

/** What the build puts beside the pages: scripts, style sheets and images, each with a hash of its content in its name. */
export const ASSETS_PATH = "/assets/";

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  ttf: "font/ttf",
  woff2: "font/woff2",
};

/** Such as `index-Bk3x_9aQ.js`: one name, in no other folder. */
const NAME = /^[\w-]+(?:\.[\w-]+)*\.(?<ending>[a-z0-9]+)$/;

const ENCODINGS = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

/** Browsers need never ask for one of these files again. The build has compressed them. */
export function consoleAssets(): Step {
  return async (request, response, next) => {
    const name = pathOf(request).slice(ASSETS_PATH.length);
    const type = TYPES[NAME.exec(name)?.groups?.["ending"] ?? ""];
    if (type === undefined) return next();
    const file = await readEncoded(`assets/${name}`, request.headers["accept-encoding"] ?? "");
    if (file === undefined) return next();
    if (file.encoding !== undefined) response.setHeader("Content-Encoding", file.encoding);
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("Content-Type", type);
    response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    response.setHeader("Content-Length", file.content.length);
    response.end(file.content);
  };
}

interface EncodedFile {
  readonly content: Buffer;
  readonly encoding?: string;
}

async function readEncoded(path: string, accepted: string): Promise<EncodedFile | undefined> {
  const names = new Set(accepted.split(",").map((part) => part.trim().toLowerCase()));
  for (const { name, ending } of ENCODINGS) {
    // With a weight, as in "br;q=0", the plain file does for everyone.
    const content = names.has(name) ? await readBuiltFile(`${path}${ending}`) : undefined;
    if (content !== undefined) return { content, encoding: name };
  }
  const content = await readBuiltFile(path);
  return content && { content };
}
