import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { RequestContext } from "../../context/request-context.js";
import { NotPlanned } from "../../plan/not-planned.js";
import type { ReadyBody } from "../../plan/ready-body.js";
import { PlannableOperation, type OperationPlan } from "./operation-plan.js";

type Variables = Readonly<Record<string, unknown>>;

/** The short way of an operation with its variables, and whether it may be taken. */
export interface BoundShortCut {
  /** Whether the operation is known to be valid and to fit the short way. */
  isOpen(): boolean;
  /** To be called when the operation was found valid. */
  open(): void;
  /** The body of the answer; `undefined` where the operation has to be executed in full, whatever the reason. */
  run(context: RequestContext): Promise<ReadyBody | undefined>;
}

/** Short ways by operation; kept as long as their documents are. */
export class ShortCuts {
  readonly #schema: GraphQLSchema;
  readonly #planning: RequestContext;
  readonly #known = new WeakMap<OperationDefinitionNode, ShortCut | null>();

  /** @param planning The context in which resolvers give plans. */
  constructor(schema: GraphQLSchema, planning: RequestContext) {
    this.#schema = schema;
    this.#planning = planning;
  }

  of(document: DocumentNode, operation: OperationDefinitionNode): ShortCut | undefined {
    let known = this.#known.get(operation);
    if (known === undefined) {
      const plannable = PlannableOperation.of(this.#schema, document, operation);
      known = plannable === undefined ? null : new ShortCut(plannable, this.#planning);
      this.#known.set(operation, known);
    }
    return known ?? undefined;
  }
}

/** What is known of one operation, whatever its variables. */
class ShortCut {
  readonly #operation: PlannableOperation;
  readonly #planning: RequestContext;
  #isValid = false;

  constructor(operation: PlannableOperation, planning: RequestContext) {
    this.#operation = operation;
    this.#planning = planning;
  }

  with(variables: Variables): BoundShortCut {
    let plan: OperationPlan | undefined;
    let fits = true;
    return {
      isOpen: () => this.#isValid && fits,
      open: () => {
        this.#isValid = true;
      },
      run: async (context) => {
        try {
          plan ??= await this.#operation.plan(variables, this.#planning);
          return await plan.run(context);
        } catch (error) {
          // Whatever has failed fails again in the full execution, which puts it into words.
          if (error instanceof NotPlanned && error.because === "form") fits = false;
          return undefined;
        }
      },
    };
  }
}
