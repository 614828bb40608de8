import { useEffect, useState } from 'react';
import { service } from '../service/service';

/** By how much the service's clock is ahead of this machine's, in milliseconds. */
let offsetMs = 0;

/** What time it is for the service, in epoch milliseconds: whatever the clock of this machine says. */
export const serviceNow = (): number => Date.now() + offsetMs;

/** What time it was for the service when the clock of this machine showed `machineAt`. */
export const serviceTimeOf = (machineAt: number): number => machineAt + offsetMs;

const SAMPLES = 3;

/** One look at the service's clock; what it says is taken to be from the middle of the exchange. */
async function sample(): Promise<{ tookMs: number; offset: number }> {
  const asked = performance.now();
  const { now } = await service.ar.time();
  const tookMs = performance.now() - asked;
  return { tookMs, offset: Date.parse(now) + tookMs / 2 - Date.now() };
}

/** Compares the two clocks, several times: the quickest exchange says it best. @throws as every request does */
export async function setClock(): Promise<void> {
  let shortest = Infinity;
  for (let taken = 0; taken < SAMPLES; taken += 1) {
    const { tookMs, offset } = await sample();
    if (tookMs < shortest) offsetMs = offset;
    shortest = Math.min(shortest, tookMs);
  }
}

/** The time, anew every so often, and when the page is looked at again. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(serviceNow);
  useEffect(() => {
    const look = (): void => setNow(serviceNow());
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [everyMs]);
  return now;
}
