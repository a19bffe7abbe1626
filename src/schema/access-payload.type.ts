import { ObjectType } from "type-graphql";
import { MutationPayload } from "./mutation-payload.js";

@ObjectType({ description: "Payload of `refreshAccess`." })
export class RefreshAccessPayload extends MutationPayload {}
