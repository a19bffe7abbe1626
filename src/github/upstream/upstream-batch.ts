import { GatewayError } from "../../errors/gateway-error.js";
import type { GraphQLAnswer, UpstreamError } from "../answer.js";
import { VARIABLE_PREFIX, type SelectionVariable } from "../selection/selection-compiler.js";
import { placeErrors } from "../selection/place-errors.js";
import type { Variables } from "../selection/shape.js";
import { fieldFailure } from "../upstream-failure.js";
import { templateOf } from "./operation-template.js";

/** An operation of `operations/*.graphql`, typed by codegen. */
export interface TypedOperation<OperationVariables> {
  toString(): string;
  readonly __apiType?: ((variables: OperationVariables) => unknown) | undefined;
}

/** The client's selection in an operation, with the values of the client's variables. */
export interface AskedSelection {
  readonly text: string;
  readonly variables: readonly SelectionVariable[];
  readonly values: Variables;
}

/** What GitHub answered to one root field. Errors stand in `value`, where their fields would be. */
export interface PartAnswer {
  readonly value: unknown;
  readonly hasErrors: boolean;
  /** Errors of the document that belong to no field. */
  readonly elsewhere: readonly GatewayError[];
}

export type SendDocument = (document: string, variables: Variables) => Promise<GraphQLAnswer>;

interface Part {
  readonly operation: string;
  readonly variables: Variables;
  readonly selection: AskedSelection | undefined;
  readonly resolve: (answer: PartAnswer) => void;
  readonly reject: (error: unknown) => void;
}

// Refusals of a whole document that can be the fault of one field in it. GitHub answers those with status 200.
const FAULTS_OF_ONE = new Set([
  "NOT_FOUND",
  "GITHUB_FORBIDDEN",
  "GITHUB_IP_NOT_ALLOWED",
  "GITHUB_SSO_REQUIRED",
  "GITHUB_SCOPE_MISSING",
  "GITHUB_UNEXPECTED_RESPONSE",
  "QUERY_TOO_EXPENSIVE",
  "INVALID_CURSOR",
]);

/** Gathers what the fields of one operation ask of GitHub at the same time and sends it as one document. */
export class UpstreamBatch {
  readonly #send: SendDocument;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #along: Part[] = [];
  #parts: Part[] = [];
  #holds = 0;

  constructor(send: SendDocument) {
    this.#send = send;
  }

  /**
   * Asks for one root field, in one document with everything else that is asked before the event loop goes on.
   *
   * @throws GatewayError when the field itself failed, or the whole document.
   */
  ask<OperationVariables extends Variables>(
    operation: TypedOperation<OperationVariables>,
    variables: OperationVariables,
    selection?: AskedSelection,
  ): Promise<PartAnswer> {
    const asked = new Promise<PartAnswer>((resolve, reject) => {
      this.#parts.push({ operation: operation.toString(), variables, selection, resolve, reject });
      if (this.#parts.length === 1) this.#schedule();
    });
    this.#watch(asked);
    return asked;
  }

  /**
   * Asks for one root field in every document that is sent anyway.
   *
   * @returns The answers so far, one for each document; complete once `settled` is over.
   */
  askAlong<OperationVariables extends Variables>(
    operation: TypedOperation<OperationVariables>,
    variables: OperationVariables,
  ): readonly PartAnswer[] {
    const answers: PartAnswer[] = [];
    const resolve = (answer: PartAnswer) => void answers.push(answer);
    const reject = () => {};
    this.#along.push({ operation: operation.toString(), variables, selection: undefined, resolve, reject });
    return answers;
  }

  /** Waits for something that decides what will be asked; the document waits with it. */
  async holdFor<Value>(work: Promise<Value>): Promise<Value> {
    this.#holds += 1;
    this.#watch(work);
    try {
      return await work;
    } finally {
      this.#holds -= 1;
      this.#schedule();
    }
  }

  /** Waits until everything that has been asked is answered. */
  async settled(): Promise<void> {
    do {
      await Promise.allSettled(this.#underWay);
      // Fields of the same operation may be about to ask.
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#underWay.size > 0);
  }

  #watch(work: Promise<unknown>): void {
    const forget = () => this.#underWay.delete(work);
    this.#underWay.add(work);
    work.then(forget, forget);
  }

  #schedule(): void {
    // After all promise jobs of now: resolvers reach their calls through promises of their own.
    queueMicrotask(() => process.nextTick(() => this.#flush()));
  }

  #flush(): void {
    if (this.#holds > 0 || this.#parts.length === 0) return;
    const parts = this.#parts;
    this.#parts = [];
    void this.#sendParts(parts);
  }

  async #sendParts(asked: readonly Part[]): Promise<void> {
    const parts = [...asked, ...this.#along];
    try {
      const { document, variables } = documentOf(parts);
      deliver(parts, await this.#send(document, variables));
    } catch (error) {
      if (asked.length > 1 && canBeOfOne(error)) {
        await Promise.all(asked.map((part) => this.#sendParts([part])));
      } else {
        for (const part of parts) part.reject(error);
      }
    }
  }
}

function canBeOfOne(error: unknown): boolean {
  return error instanceof GatewayError && FAULTS_OF_ONE.has(error.code) && error.upstream?.status === 200;
}

function documentOf(parts: readonly Part[]): { readonly document: string; readonly variables: Variables } {
  const definitions: string[] = [];
  const fields: string[] = [];
  const variables: Record<string, unknown> = {};
  parts.forEach(({ operation, variables: given, selection }, index) => {
    const place = placeOf(index);
    const text = selection?.text ?? "";
    const part = templateOf(operation).at(place, text.replaceAll(VARIABLE_PREFIX, `$${place}_`));
    fields.push(part.field);
    definitions.push(...part.definitions);
    for (const [name, value] of Object.entries(given)) variables[`${place}_${name}`] = value;
    for (const { name, type, value } of selection?.variables ?? []) {
      // GitHub refuses variables that are not used, and a list may ask for parts of a selection only.
      if (!text.includes(`${VARIABLE_PREFIX}${name}`)) continue;
      definitions.push(`$${place}_${name}: ${type}`);
      variables[`${place}_${name}`] = value(selection?.values ?? {});
    }
  });
  const head = definitions.length === 0 ? "query" : `query(${definitions.join(", ")})`;
  return { document: `${head} { ${fields.join(" ")} }`, variables };
}

function deliver(parts: readonly Part[], answer: GraphQLAnswer): void {
  const toFailure = (error: UpstreamError) => fieldFailure(error, { status: 200, headers: answer.headers });
  const elsewhere = placeErrors(answer.data, answer.errors, toFailure).map(toFailure);
  parts.forEach((part, index) => {
    const value = answer.data[placeOf(index)];
    const failure = value === undefined ? (answer.errors.map(toFailure)[0] ?? unanswered()) : (value ?? elsewhere[0]);
    if (failure instanceof Error) part.reject(failure);
    else part.resolve({ value, hasErrors: answer.errors.length > 0, elsewhere });
  });
}

function unanswered(): GatewayError {
  return new GatewayError("GITHUB_UNEXPECTED_RESPONSE", "GitHub left out a part of the answer. Try again in a moment.");
}

function placeOf(index: number): string {
  return `p${index}`;
}
