import { InputType } from "type-graphql";
import { MutationInput } from "./mutation-input.js";

@InputType({ description: "Input of `refreshAccess`." })
export class RefreshAccessInput extends MutationInput {}
