import { useEffect, useRef } from 'react';
import { serviceNow } from '../time/clock';

const LOOK_EVERY_MS = 500;
/** The answer is then surely that of after the instant. */
const AFTER_MS = 20;

/** Asks anew once what was answered ends, by the service's clock. @param at ISO 8601; null: it does not */
export function useRefetchAt(at: string | null, refetch: () => unknown): void {
  const latest = useRef(refetch);
  useEffect(() => {
    latest.current = refetch;
  });
  useEffect(() => {
    if (at === null) return undefined;
    // Looked for often, as timers of weeks and machines that slept are not to be trusted.
    const timer = setInterval(() => {
      if (serviceNow() < Date.parse(at) + AFTER_MS) return;
      clearInterval(timer);
      latest.current();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [at]);
}
