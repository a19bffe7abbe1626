import { LRUCache } from "lru-cache";
import type { GraphQLAnswer } from "../answer.js";
import type { MeasureGitHub } from "../measurement.js";
import { WholeAnswer } from "../whole-answer.js";
import { Flight } from "./flight.js";
import type { UpstreamQuestion } from "../upstream/upstream-question.js";
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
  /** The same object for the same question, where that can be had: its key is then made once. */
  readonly about: UpstreamQuestion;
}

/** Under which an answer is remembered. */
interface Key extends Pick<Question, "subject" | "fingerprint"> {
  readonly text: string;
}

interface Remembered extends Pick<GraphQLAnswer, "body" | "headers"> {
  readonly life: Life;
  readonly readAt: number;
}

export interface ReadOptions {
  /** Aborted when this one does not wait any more. */
  readonly signal: AbortSignal;
  readonly ask: Ask;
  /** Is told at once where the answer comes from. */
  readonly onOrigin: (origin: AnswerOrigin) => void;
}

/** Asks GitHub. The signal is aborted when nobody waits for the answer any more. */
export type Ask = (signal: AbortSignal) => Promise<GraphQLAnswer>;

export interface AnswerMemoryOptions {
  readonly now: () => number;
  readonly isOn: boolean;
  readonly measure?: MeasureGitHub;
}

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
    // What was made of the body for the client is kept beside it.
    sizeCalculation: ({ body }, key) => 2 * body.length + key.length,
  });
  readonly #flights = new Map<string, Flight>();
  readonly #keys = new WeakMap<UpstreamQuestion, Key>();
  readonly #now: () => number;
  readonly #isOn: boolean;
  readonly #measure: MeasureGitHub;

  constructor({ now, isOn, measure }: AnswerMemoryOptions) {
    this.#measure = measure;
    this.#now = now;
    this.#isOn = isOn;
  }

  /** What is remembered, at once; or GitHub's answer. */
  read(question: Question, { signal, ask, onOrigin }: ReadOptions): GraphQLAnswer | Promise<GraphQLAnswer> {
    if (!this.#isOn) {
      this.#tell(onOrigin, "miss");
      return ask(signal);
    }
    const key = this.#keyOf(question);
    const { life } = question.about;
    const remembered = this.#answers.get(key);
    const age = remembered === undefined ? Infinity : this.#now() - remembered.readAt;
    if (remembered !== undefined && age < remembered.life.freshMs) {
      this.#tell(onOrigin, "hit");
      return again(remembered);
    }
    if (remembered !== undefined && age < remembered.life.freshMs + remembered.life.staleMs) {
      // Waits for nobody: whoever asks next sees what became of it.
      if (!this.#flights.has(key)) this.#start(key, life, ask).join(undefined).catch(ignore);
      this.#tell(onOrigin, "stale");
      return again(remembered);
    }
    const underWay = this.#flights.get(key);
    if (underWay === undefined || underWay.isAbandoned) {
      this.#tell(onOrigin, "miss");
      return this.#start(key, life, ask).join(signal);
    }
    this.#tell(onOrigin, "shared");
    return underWay.join(signal).then(again);
  }

  /** Forgets everything of one caller, also what is still under way. */
  forget(subject: string): void {
    const prefix = prefixOf(subject);
    for (const key of this.#answers.keys()) if (key.startsWith(prefix)) this.#answers.delete(key);
    for (const key of this.#flights.keys()) if (key.startsWith(prefix)) this.#flights.delete(key);
  }

  #tell(onOrigin: ReadOptions["onOrigin"], origin: AnswerOrigin): void {
    onOrigin(origin);
    this.#measure?.({ kind: "github-answer", origin });
  }

  #keyOf({ subject, fingerprint, about }: Question): string {
    const known = this.#keys.get(about);
    if (known?.subject === subject && known.fingerprint === fingerprint) return known.text;
    const text = `${prefixOf(subject)}${fingerprint}\n${about.body}`;
    this.#keys.set(about, { subject, fingerprint, text });
    return text;
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
    else this.#answers.set(key, { body: answer.body, headers: lastingHeaders(answer), life, readAt: this.#now() });
  }
}

/** The same answer for somebody else: its data are shaped in place, so each has its own. */
function again(answer: Pick<GraphQLAnswer, "body" | "headers"> & Partial<GraphQLAnswer>): GraphQLAnswer {
  const { body, headers, errors = [] } = answer;
  const whole = new WholeAnswer(body, headers);
  return errors.length === 0 ? whole : { body, headers, errors, data: whole.data };
}

/** What the headers tell of the data, and not of the moment. */
function lastingHeaders({ headers }: GraphQLAnswer): GraphQLAnswer["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => OF_THE_DATA.has(name)));
}

// No part of a subject or a fingerprint holds a line feed, so no key is another caller's.
function prefixOf(subject: string): string {
  return `${subject}\n`;
}

function ignore(): void {}
