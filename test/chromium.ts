import { execFileSync } from "node:child_process";

/** Path of the system's Chromium; `undefined` where there is none. */
export const chromiumPath = ["chromium", "chromium-browser", "google-chrome"].map(pathOf).find(Boolean);

/** Whether there is a browser to test pages with; `describe.skipIf(!hasChromium)` where there is none. */
export const hasChromium = chromiumPath !== undefined;
if (!hasChromium) console.warn("There is no Chromium here. Install it with: apt-get install -y chromium");

function pathOf(program: string): string | undefined {
  try {
    return execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
