import type { Contender } from "../contenders.js";
import type { Result } from "../series/run-rounds.js";
import { figure } from "./table.js";

const WIDTH = 860;
const LABELS = 290;
const VALUES = 110;
const ROW = 26;
const BAR = 14;
const TOP = 74;
const BOTTOM = 40;
const PLOT = WIDTH - LABELS - VALUES;

/** The chart of CPU per request as a multiple of the bare proxy's: a bar for each contender, a line for its spread. */
export function drawPicture(results: readonly Result[]): string {
  const [first] = results;
  if (first === undefined) throw new Error("There is nothing to draw.");
  const largest = Math.max(...results.map(({ ratios }) => ratios.cpu.max));
  const step = [1, 2, 5, 10, 20, 50].find((each) => largest / each <= 8) ?? 100;
  const end = Math.ceil(largest / step) * step;
  const x = (ratio: number) => LABELS + (ratio / end) * PLOT;
  const height = TOP + results.length * ROW + BOTTOM;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">
<title id="title">CPU per request, as a multiple of a bare proxy</title>
${STYLE}
<rect class="page" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="20" y="30">CPU per request, as a multiple of a bare proxy</text>
<text class="note" x="20" y="50">${escapeText(first.condition.title)}; median of ${first.rounds.length} interleaved rounds, thin lines from the lowest to the highest; less is better</text>
${ticks.map((tick) => `<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${TOP - 8}" y2="${height - BOTTOM + 4}"/><text class="note" x="${at(x(tick))}" y="${height - BOTTOM + 22}" text-anchor="middle">${tick}</text>`).join("\n")}
<line class="base" x1="${at(x(1))}" x2="${at(x(1))}" y1="${TOP - 8}" y2="${height - BOTTOM + 4}"/>
${results.map((result, index) => bar(result, TOP + index * ROW, x)).join("\n")}
</svg>
`;
}

function bar({ title, group, ratios: { cpu } }: Result, y: number, x: (ratio: number) => number): string {
  const middle = y + ROW / 2;
  return [
    `<text class="${group}-text" x="${LABELS - 12}" y="${middle + 4}" text-anchor="end">${escapeText(title)}</text>`,
    `<rect class="${group}" x="${LABELS}" y="${middle - BAR / 2}" width="${at(x(cpu.median) - LABELS)}" height="${BAR}" rx="2"/>`,
    `<line class="spread" x1="${at(x(cpu.min))}" x2="${at(x(cpu.max))}" y1="${middle}" y2="${middle}"/>`,
    `<text class="value" x="${at(x(Math.max(cpu.median, cpu.max)) + 8)}" y="${middle + 4}">${figure(cpu.median)}</text>`,
  ].join("");
}

type Colours = Readonly<Record<"page" | "edge" | "text" | "note" | "spread" | Contender["group"], string>>;

const LIGHT: Colours = {
  page: "#ffffff",
  edge: "#d0d7de",
  text: "#1f2328",
  note: "#59636e",
  spread: "#1f2328",
  limit: "#8c959f",
  octogate: "#1a7f64",
  peer: "#b4722a",
};
const DARK: Colours = {
  page: "#0d1117",
  edge: "#3d444d",
  text: "#f0f6fc",
  note: "#9198a1",
  spread: "#f0f6fc",
  limit: "#7d8590",
  octogate: "#2ea888",
  peer: "#d08c45",
};

// The picture brings its own ground: a page can be light where the system is dark.
const STYLE = `<style>
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
.title{font-size:16px;font-weight:600}
.note{font-size:12px}
.value,.octogate-text{font-weight:600}
.grid,.base,.spread{stroke-width:1}
.base{stroke-dasharray:4 3}
${rules(LIGHT)}
@media (prefers-color-scheme:dark){
${rules(DARK)}
}
</style>`;

function rules({ page, edge, text, note, spread, limit, octogate, peer }: Colours): string {
  return [
    `.page{fill:${page};stroke:${edge}}`,
    `text{fill:${text}}`,
    `.note,.limit-text,.peer-text{fill:${note}}`,
    `.grid{stroke:${edge}}`,
    `.base,.spread{stroke:${spread}}`,
    `.limit{fill:${limit}}`,
    // Lines behind a value would make it hard to read.
    `.value{paint-order:stroke;stroke:${page};stroke-width:5px}`,
    `.octogate{fill:${octogate}}`,
    `.peer{fill:${peer}}`,
  ].join("\n");
}

function at(value: number): string {
  return value.toFixed(1);
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
