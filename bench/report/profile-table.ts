import { figure, table } from "./table.js";

/** V8's CPU profile, as far as it is read here. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

/** What takes less of the time than this is summed up. */
const LEAST_SHARE = 0.003;

/**
 * Where the time went: by package, by folder of ours, and the functions that took most of it themselves.
 *
 * @param options.cpuMicros Of one request, by the process's own accounting: samples are taken by the clock, which goes on
 *   while the process waits for a core.
 */
export function profileTable(
  profile: CpuProfile,
  { cpuMicros, top }: { readonly cpuMicros: number; readonly top: number },
): string {
  const own = timesOf(profile);
  const places = placesOf(profile);
  const byPlace = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let busy = 0;
  for (const { id, callFrame } of profile.nodes) {
    const micros = own.get(id) ?? 0;
    const place = places.get(id) ?? "(program)";
    if (place === "(idle)" || micros === 0) continue;
    busy += micros;
    add(byPlace, place, micros);
    add(byFunction, `${callFrame.functionName || "(anonymous)"}  ${fileOf(callFrame.url, place)}`, micros);
  }
  const rows = (sums: ReadonlyMap<string, number>, count: number) =>
    [...sums]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, count)
      .map(([name, micros]) => [name, `${figure((100 * micros) / busy)} %`, figure((micros / busy) * cpuMicros)]);
  const small = [...byPlace].filter(([, micros]) => micros < busy * LEAST_SHARE);
  for (const [place, micros] of small) {
    byPlace.delete(place);
    add(byPlace, "(others)", micros);
  }
  const head = ["own time", "share", "µs/request"];
  return [
    table(head, [...rows(byPlace, Infinity), ["all", "100 %", figure(cpuMicros)]]),
    table(["functions", ...head.slice(1)], rows(byFunction, top)),
  ].join("\n");
}

function timesOf({ samples = [], timeDeltas = [] }: CpuProfile): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const [index, id] of samples.entries()) add(times, id, timeDeltas[index + 1] ?? 0);
  return times;
}

/** The place of each node. What is built into the engine, such as `JSON.parse`, counts for who called it. */
function placesOf({ nodes }: CpuProfile): ReadonlyMap<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map<number, string>();
  const [root] = nodes;
  const waiting: [ProfileNode, string][] = root === undefined ? [] : [[root, "(program)"]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, caller] = next;
    const place = placeOf(node.callFrame) ?? caller;
    places.set(node.id, place);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) waiting.push([child, place]);
    }
  }
  return places;
}

function placeOf({ functionName, url }: ProfileNode["callFrame"]): string | undefined {
  if (url === "") return /^\((program|idle|garbage collector)\)$/.test(functionName) ? functionName : undefined;
  // Undici's parser of HTTP, which counts for undici.
  if (url.startsWith("wasm:")) return undefined;
  if (url.startsWith("node:"))
    return `node:${
      url
        .slice("node:".length)
        .replace(/^internal\//, "")
        .split("/")[0]
    }`;
  const inPackages = url.lastIndexOf("/node_modules/");
  if (inPackages !== -1) {
    const [scope = "", name = ""] = url.slice(inPackages + "/node_modules/".length).split("/");
    return scope.startsWith("@") ? `${scope}/${name}` : scope;
  }
  const ours = /^.*\/(src\/[^/]+(?:\/[^/]+(?=\/))?)/.exec(url)?.[1];
  if (ours !== undefined) return ours.replace(/\.[jt]s$/, "");
  return url.includes("/bench/.built/harness/agent") ? "(bench)" : (url.split("/").at(-1) ?? url);
}

function fileOf(url: string, place: string): string {
  return url === "" ? place : url.replace(/^.*\/node_modules\/|^.*\/(?=src\/)|^file:\/\//, "");
}

function add<Key>(sums: Map<Key, number>, key: Key, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}
