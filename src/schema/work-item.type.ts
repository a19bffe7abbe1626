import { Field, Int, InterfaceType } from "type-graphql";
import { Actor } from "./actor.type.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { Node } from "./node.type.js";
import type { Repository } from "./repository.type.js";
import { typeNamed } from "./type-named.js";
import { UriScalar } from "./uri.scalar.js";

/** GitHub has no interface that stands for both: each of the object types is asked for the fields. */
@InterfaceType({ description: "An issue or a pull request.", implements: Node })
export abstract class WorkItem {
  @Field(() => Int, { description: "Number within the repository." })
  readonly number!: number;

  @Field(() => String, { description: "Title." })
  readonly title!: string;

  @Field(() => UriScalar, { description: "Page on GitHub." })
  readonly url!: string;

  @Field(() => Actor, { nullable: true, description: "Who opened it; `null` for a deleted account." })
  readonly author!: Actor | null;

  @Field(() => typeNamed("Repository"), { description: "Its repository." })
  readonly repository!: Repository;

  @Field(() => DateTimeScalar, { description: "Opened." })
  readonly createdAt!: string;

  @Field(() => DateTimeScalar, { description: "Last changed." })
  readonly updatedAt!: string;
}
