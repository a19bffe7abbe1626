import { enumType } from "./enum-type.js";

export const OrderDirection = enumType("OrderDirection", "Directions.", {
  ASC: "Smallest first.",
  DESC: "Largest first.",
});
export type OrderDirection = keyof typeof OrderDirection;
