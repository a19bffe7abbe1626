import { readFileSync } from "node:fs";
import { expect } from "vitest";

interface Block {
  readonly language: string;
  readonly text: string;
}

/** The blocks of code in some sections of README.md, and which of the commands among them were run. */
export class ReadmeBlocks {
  readonly #blocks: readonly Block[];
  readonly #used = new Set<string>();

  /** @param isOurs Says of a heading whether its section counts; the part above the first one has none. */
  constructor(isOurs: (heading: string) => boolean) {
    const sections = readFileSync("README.md", "utf8").split(/^(?=## )/m);
    this.#blocks = sections
      .filter((section) => isOurs(/^## (.+)\n/.exec(section)?.[1] ?? ""))
      .flatMap((section) => [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)])
      .map(([, language = "", text = ""]) => ({ language, text }));
  }

  /** The one block that holds this. */
  block(language: string, holds: string | RegExp): Block {
    const found = this.#blocks.filter((it) => it.language === language && it.text.search(pattern(holds)) >= 0);
    if (found[0] === undefined || found.length > 1) {
      throw new Error(`${found.length} blocks of README.md hold ${holds}.`);
    }
    return found[0];
  }

  /** The one command that holds this; whoever asks for it runs it. */
  command(holds: string | RegExp): string {
    const { text } = this.block("sh", holds);
    this.#used.add(text);
    return text;
  }

  /** The block below a command. */
  shownAfter(text: string): string {
    return this.#blocks[this.#blocks.findIndex((it) => it.text === text) + 1]?.text ?? "";
  }

  /** The answer below a command. An ellipsis stands for any text. */
  answerAfter(text: string): unknown {
    return JSON.parse(this.shownAfter(text), (_key, value: unknown) =>
      value === "…" ? (expect.any(String) as unknown) : value,
    );
  }

  /** Commands that nobody has asked for. */
  unused(): readonly string[] {
    return this.#blocks.flatMap(({ language, text }) => (language === "sh" && !this.#used.has(text) ? [text] : []));
  }
}

/** Ports are different each time, and lines of ours may stand between those that are shown. */
export function expectLines(output: string, shown: string): void {
  const withoutPorts = (text: string) => text.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT").split("\n");
  const lines = withoutPorts(shown).filter((line) => line !== "");
  expect(withoutPorts(output).filter((line) => lines.includes(line))).toEqual(lines);
}

function pattern(holds: string | RegExp): RegExp {
  return typeof holds === "string" ? new RegExp(holds.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)) : holds;
}
