import type { Clock } from "./control/clock.js";
import type { Faults } from "./control/faults.js";
import type { Journal } from "./control/journal.js";
import type { Limits } from "./gate/limits.js";
import type { OAuth } from "./oauth/oauth.js";
import type { World } from "./world/world.js";

/** The parts of one fake GitHub, as its routes use them. */
export interface GitHub {
  readonly world: World;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly oauth: OAuth;
  /** Address of the web pages, without a slash at the end. */
  readonly webUrl: string;
}
