import { Field, InputType } from "type-graphql";
import { OrderDirection } from "./order-direction.enum.js";
import { RepositoryOrderField } from "./repository.enum.js";

@InputType({ description: "Order of a list of repositories." })
export class RepositoryOrder {
  @Field(() => RepositoryOrderField, { description: "By what." })
  readonly field!: RepositoryOrderField;

  @Field(() => OrderDirection, { description: "In which direction." })
  readonly direction!: OrderDirection;
}
