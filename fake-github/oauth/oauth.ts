import type { Clock } from "../control/clock.js";
import type { World } from "../world/world.js";
import { Authorizations } from "./authorizations.js";
import { AuthorizationCodes } from "./authorization-codes.js";
import { DeviceCodes } from "./device-codes.js";

/** What GitHub remembers about sign-ins. */
export class OAuth {
  readonly authorizations: Authorizations;
  readonly codes: AuthorizationCodes;
  readonly devices: DeviceCodes;

  constructor(world: World, clock: Clock) {
    this.authorizations = new Authorizations(world, clock);
    this.codes = new AuthorizationCodes(clock);
    this.devices = new DeviceCodes(clock);
  }
}
