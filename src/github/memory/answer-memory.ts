import { LRUCache } from "lru-cache";
import type { GraphQLAnswer } from "../answer.js";
import { WholeAnswer } from "../whole-answer.js";
import { Flight } from "./flight.js";
import type { Life } from "./life.js";

const MAX_ANSWERS = 5_000;
const MAX_BYTES = 64 * 1024 * 1024;
const OF_THE_DATA = new Set(["x-github-sso", "x-oauth-scopes"]);

/** Where an answer came from. */
export type AnswerOrigin = "hit" | "stale" | "shared" | "miss";

/** What is asked, and for whom. */
export interface Question {
  /** Name of the caller; what is remembered for one is never given to another. */
  readonly subject: string;
  /** Of the token: another one of the same caller may see something else. */
  readonly fingerprint: string;
  readonly document: string;
  /** As JSON. */
  readonly variables: string;
  /** `undefined` where the answer must not be remembered. */
  readonly life: Life | undefined;
}

interface Remembered extends Pick<GraphQLAnswer, "text" | "headers"> {
  readonly life: Life;
  readonly readAt: number;
}

/** Asks GitHub. The signal is aborted when nobody waits for the answer any more. */
export type Ask = (signal: AbortSignal) => Promise<GraphQLAnswer>;

/**
 * GitHub's last answers, for a minute at most, by caller and token; shared by all requests of a process.
 *
 * Equal questions that are under way at the same time are one. Only whole answers are remembered: what GitHub withholds
 * is asked for anew each time. Bounded in number and in bytes.
 */
export class AnswerMemory {
  readonly #answers = new LRUCache<string, Remembered>({
    max: MAX_ANSWERS,
    maxSize: MAX_BYTES,
    // Two bytes for a character at most.
    sizeCalculation: ({ text }, key) => 2 * (text.length + key.length),
  });
  readonly #flights = new Map<string, Flight>();
  readonly #now: () => number;
  readonly #isOn: boolean;

  constructor({ now, isOn }: { readonly now: () => number; readonly isOn: boolean }) {
    this.#now = now;
    this.#isOn = isOn;
  }

  async read(
    question: Question,
    { signal, ask }: { readonly signal: AbortSignal; readonly ask: Ask },
  ): Promise<{ readonly answer: GraphQLAnswer; readonly origin: AnswerOrigin }> {
    if (!this.#isOn) return { answer: await ask(signal), origin: "miss" };
    const key = keyOf(question);
    const remembered = this.#answers.get(key);
    const age = remembered === undefined ? Infinity : this.#now() - remembered.readAt;
    if (remembered !== undefined && age < remembered.life.freshMs) return { answer: again(remembered), origin: "hit" };
    if (remembered !== undefined && age < remembered.life.freshMs + remembered.life.staleMs) {
      // Waits for nobody: whoever asks next sees what became of it.
      if (!this.#flights.has(key)) this.#start(key, question.life, ask).join(undefined).catch(ignore);
      return { answer: again(remembered), origin: "stale" };
    }
    const underWay = this.#flights.get(key);
    if (underWay !== undefined && !underWay.isAbandoned) {
      return { answer: again(await underWay.join(signal)), origin: "shared" };
    }
    return { answer: await this.#start(key, question.life, ask).join(signal), origin: "miss" };
  }

  /** Forgets everything of one caller, also what is still under way. */
  forget(subject: string): void {
    const prefix = prefixOf(subject);
    for (const key of this.#answers.keys()) if (key.startsWith(prefix)) this.#answers.delete(key);
    for (const key of this.#flights.keys()) if (key.startsWith(prefix)) this.#flights.delete(key);
  }

  #start(key: string, life: Life | undefined, ask: Ask): Flight {
    const flight = new Flight(ask);
    this.#flights.set(key, flight);
    flight.answer.then(
      (answer) => this.#land(key, flight, life, answer),
      () => this.#land(key, flight, life, undefined),
    );
    return flight;
  }

  #land(key: string, flight: Flight, life: Life | undefined, answer: GraphQLAnswer | undefined): void {
    // Forgotten on its way, or another one has taken its place.
    if (this.#flights.get(key) !== flight) return;
    this.#flights.delete(key);
    if (life === undefined) return;
    if (answer === undefined || answer.errors.length > 0) this.#answers.delete(key);
    else this.#answers.set(key, { text: answer.text, headers: lastingHeaders(answer), life, readAt: this.#now() });
  }
}

/** The same answer for somebody else: its data are shaped in place, so each has its own. */
function again(answer: Pick<GraphQLAnswer, "text" | "headers"> & Partial<GraphQLAnswer>): GraphQLAnswer {
  const { text, headers, errors = [] } = answer;
  const whole = new WholeAnswer(text, headers);
  return errors.length === 0 ? whole : { text, headers, errors, data: whole.data };
}

/** What the headers tell of the data, and not of the moment. */
function lastingHeaders({ headers }: GraphQLAnswer): GraphQLAnswer["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => OF_THE_DATA.has(name)));
}

// No part of a subject or a fingerprint holds a line feed, so no key is another caller's.
function prefixOf(subject: string): string {
  return `${subject}\n`;
}

function keyOf({ subject, fingerprint, document, variables }: Question): string {
  return `${prefixOf(subject)}${fingerprint}\n${document}\n${variables}`;
}

function ignore(): void {}
