import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { RequestContext } from "../../context/request-context.js";
import { NotAsText } from "../../text/not-as-text.js";
import { TextWay } from "./text-way.js";

type Variables = Readonly<Record<string, unknown>>;

/** The short way of an operation with its variables, and whether it may be taken. */
export interface BoundShortCut {
  /** Whether the operation is known to be valid and to fit the short way. */
  isOpen(): boolean;
  /** To be called when the operation was found valid. */
  open(): void;
  /** The data as JSON; `undefined` where the operation has to be executed in full, whatever the reason. */
  run(context: RequestContext): Promise<string | undefined>;
}

/** Short ways by operation; kept as long as their documents are. */
export class ShortCuts {
  readonly #schema: GraphQLSchema;
  readonly #known = new WeakMap<OperationDefinitionNode, ShortCut | null>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  of(document: DocumentNode, operation: OperationDefinitionNode): ShortCut | undefined {
    let known = this.#known.get(operation);
    if (known === undefined) {
      const way = TextWay.of(this.#schema, document, operation);
      this.#known.set(operation, (known = way === undefined ? null : new ShortCut(way)));
    }
    return known ?? undefined;
  }
}

/** What is known of one operation, whatever its variables. */
class ShortCut {
  readonly #way: TextWay;
  #isValid = false;
  #fits = true;

  constructor(way: TextWay) {
    this.#way = way;
  }

  with(variables: Variables): BoundShortCut {
    const run = this.#way.with(variables);
    return {
      isOpen: () => this.#isValid && this.#fits,
      open: () => {
        this.#isValid = true;
      },
      run: async (context) => {
        try {
          return await run(context);
        } catch (error) {
          // Whatever has failed fails again in the full execution, which puts it into words.
          if (error instanceof NotAsText && error.because === "form") this.#fits = false;
          return undefined;
        }
      },
    };
  }
}
