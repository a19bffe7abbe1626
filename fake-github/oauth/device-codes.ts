import { randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../control/clock.js";
import type { AppRecord } from "../world/app-records.js";
import type { UserRecord } from "../world/records.js";
import type { RefusalCode } from "./refusals.js";

export interface DeviceRecord {
  readonly deviceCode: string;
  /** What the user types in: `XXXX-XXXX`. */
  readonly userCode: string;
  readonly app: AppRecord;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Seconds between two polls; longer after each one that came too early. */
  interval: number;
  /** Milliseconds since the epoch. */
  polledAt: number | null;
  decision: { readonly user: UserRecord; readonly ssoAuthorized?: readonly string[] } | "denied" | null;
  spent: boolean;
}

/** Seconds. */
export const DEVICE_CODE_LIFE = 900;
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

/** The device flow: https://www.rfc-editor.org/rfc/rfc8628 */
export class DeviceCodes {
  readonly #clock: Clock;
  readonly #codes = new Map<string, DeviceRecord>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(app: AppRecord, scopes: readonly string[]): DeviceRecord {
    const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
    const device: DeviceRecord = {
      deviceCode: randomBytes(20).toString("hex"),
      userCode: `${letters.slice(0, 4)}-${letters.slice(4)}`,
      app,
      scopes,
      expiresAt: this.#clock.now() + DEVICE_CODE_LIFE * 1000,
      interval: app.deviceInterval,
      polledAt: null,
      decision: null,
      spent: false,
    };
    this.#codes.set(device.deviceCode, device);
    return device;
  }

  get(deviceCode: string): DeviceRecord | undefined {
    return this.#codes.get(deviceCode);
  }

  /** The device that waits for this user code, whatever its case. */
  waiting(userCode: string): DeviceRecord | undefined {
    const wanted = userCode.trim().toUpperCase();
    return [...this.#codes.values()].find(
      (device) => device.userCode === wanted && device.decision === null && device.expiresAt > this.#clock.now(),
    );
  }

  /** One poll: the device when its user has agreed, otherwise why there is nothing yet or ever. */
  poll(app: AppRecord, deviceCode: string): DeviceRecord | RefusalCode {
    const device = this.#codes.get(deviceCode);
    if (!device || device.app !== app || device.spent) return "incorrect_device_code";
    const now = this.#clock.now();
    if (device.expiresAt <= now) return "expired_token";
    const isEarly = device.polledAt !== null && now - device.polledAt < device.interval * 1000;
    device.polledAt = now;
    if (isEarly) {
      device.interval += 5;
      return "slow_down";
    }
    if (device.decision === null) return "authorization_pending";
    device.spent = true;
    return device.decision === "denied" ? "access_denied" : device;
  }
}
