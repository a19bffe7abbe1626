import type { GatewayError } from "../../errors/gateway-error.js";
import type { GraphQLAnswer } from "../answer.js";
import type { GitHubHost } from "../github-host.js";
import type { SelectionVariable } from "../selection/selection-compiler.js";
import type { SelectedPage, Variables } from "../selection/shape.js";
import type { SizesOfCaller } from "./page-sizes.js";
import { PartAsker } from "./part-asker.js";

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
  /** Whether it has a field that tells what the caller can reach. */
  readonly tellsAccess?: boolean | undefined;
  /** The list in it that can be asked for in pieces. */
  readonly page?: SelectedPage | undefined;
}

/** What GitHub answered to one root field. Errors stand in `value`, where their fields would be. */
export interface PartAnswer {
  readonly value: unknown;
  readonly hasErrors: boolean;
  /** Errors of the document that belong to no field. */
  readonly elsewhere: readonly GatewayError[];
  /** Of the answer to the whole document. */
  readonly headers: GraphQLAnswer["headers"];
}

/** @param operations The operations of `operations/*.graphql` that the document was made of. */
export type SendDocument = (
  document: string,
  variables: Variables,
  operations: readonly string[],
) => Promise<GraphQLAnswer>;

/** One root field of GitHub's, as it is asked for. */
export interface AskedPart {
  readonly operation: string;
  readonly variables: Variables;
  readonly selection: AskedSelection | undefined;
}

/** A part that somebody waits for. */
export interface AwaitedPart extends AskedPart {
  readonly resolve: (answer: PartAnswer) => void;
  readonly reject: (error: unknown) => void;
}

export interface UpstreamBatchOptions {
  readonly send: SendDocument;
  readonly host: GitHubHost;
  /** What is known of pages that were too large for GitHub; nothing is remembered without it. */
  readonly sizes?: SizesOfCaller;
  /** Is told at once of a selection that tells what the caller can reach, and can ask for more in the same document. */
  readonly onAccess?: () => void;
}

/**
 * Gathers what the fields of one operation ask of GitHub at the same time and sends it as one document. When that is
 * too much for GitHub, each field is asked for alone, and a page in pieces.
 */
export class UpstreamBatch {
  readonly #asker: PartAsker;
  readonly #onAccess: (() => void) | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #along: AwaitedPart[] = [];
  #parts: AwaitedPart[] = [];
  #holds = 0;

  constructor(options: UpstreamBatchOptions) {
    this.#asker = new PartAsker(options, this.#along);
    this.#onAccess = options.onAccess;
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
    if (selection?.tellsAccess === true) this.#onAccess?.();
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
    this.#asker.ask(parts);
  }
}
