import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import type { CpuProfile } from "./profile-table.js";

/** The profile with each function where it stands in the source, by the maps beside the files that were run. */
export function atOriginalPlaces(profile: CpuProfile): CpuProfile {
  const maps = new Map<string, SourceMap | undefined>();
  const nodes = profile.nodes.map((node) => {
    const { url, lineNumber, columnNumber } = node.callFrame;
    if (!url.startsWith("file:")) return node;
    if (!maps.has(url)) maps.set(url, readMap(url));
    const entry = maps.get(url)?.findEntry(lineNumber, columnNumber);
    if (entry === undefined || !("originalSource" in entry)) return node;
    const { originalSource, originalLine } = entry;
    return {
      ...node,
      callFrame: { ...node.callFrame, url: new URL(originalSource, url).href, lineNumber: originalLine },
    };
  });
  return { ...profile, nodes };
}

function readMap(url: string): SourceMap | undefined {
  const file = `${fileURLToPath(url)}.map`;
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8")) as SourceMapPayload) : undefined;
}
