import { useEffect, useState } from "react";
import { useClient } from "urql";
import { failureOf, type Failure } from "../../errors/failure.js";
import {
  PollDeviceLoginDocument,
  StartDeviceLoginDocument,
  type StartDeviceLoginMutation,
} from "../../generated/operations.js";

const SECOND = 1000;
/** Only where the gateway has not said how long to wait. */
const DEFAULT_INTERVAL = 5;

export type DeviceLoginStart = NonNullable<StartDeviceLoginMutation["startDeviceLogin"]>;

export type DeviceLogin =
  | { readonly state: "starting" }
  | { readonly state: "waiting"; readonly start: DeviceLoginStart }
  | { readonly state: "approved" }
  | { readonly state: "ended"; readonly failure: Failure };

/** Gets a code, and asks as often as the gateway allows whether it was approved. Each component that uses it gets its own. */
export function useDeviceLogin(): DeviceLogin {
  const client = useClient();
  const [login, setLogin] = useState<DeviceLogin>({ state: "starting" });

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (next: DeviceLogin) => {
      if (!isOver) setLogin(next);
    };

    async function begin(): Promise<void> {
      const { data, error } = await client.mutation(StartDeviceLoginDocument, {}).toPromise();
      const start = data?.startDeviceLogin;
      if (start?.deviceLoginId) {
        show({ state: "waiting", start });
        pollIn(start.intervalSeconds, start.deviceLoginId);
        return;
      }
      const failure = failureOf(error) ?? start?.userErrors[0];
      if (failure !== undefined) show({ state: "ended", failure });
    }

    function pollIn(seconds: number | null, deviceLoginId: string): void {
      if (isOver) return;
      timer = setTimeout(() => void poll(deviceLoginId), (seconds ?? DEFAULT_INTERVAL) * SECOND);
    }

    async function poll(deviceLoginId: string): Promise<void> {
      const { data, error } = await client.mutation(PollDeviceLoginDocument, { deviceLoginId }).toPromise();
      const answer = data?.pollDeviceLogin;
      if (answer?.session.isAuthenticated) return show({ state: "approved" });
      // Not reached this time; the code is as good as before.
      if (!answer && error?.networkError) return pollIn(null, deviceLoginId);
      if (answer && answer.intervalSeconds !== null) return pollIn(answer.intervalSeconds, deviceLoginId);
      const failure = failureOf(error) ?? answer?.userErrors[0];
      if (failure !== undefined) show({ state: "ended", failure });
    }

    timer = setTimeout(() => void begin());
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client]);

  return login;
}
