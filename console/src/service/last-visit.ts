import { useEffect, useState } from 'react';
import { serviceNow } from '../time/clock';
import { useSession } from './queries';

/** Whoever comes back after so long begins another visit. */
const AWAY_MS = 30 * 60_000;
const NOTE_EVERY_MS = 60_000;

/** What the browser remembers, by the clock of the service in epoch milliseconds. */
interface Visits {
  /** When the one before ended; null: there was none. */
  before: number | null;
  /** When somebody was last here. */
  at: number;
}

function readVisits(name: string): Visits | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below by the same console
    return JSON.parse(localStorage.getItem(name) ?? 'null') as Visits | null;
  } catch {
    return null;
  }
}

function keepVisits(name: string, visits: Visits): void {
  try {
    localStorage.setItem(name, JSON.stringify(visits));
  } catch {
    // The storage is full, or forbidden: every visit is the first.
  }
}

/** Notes that somebody is here. @returns when their visit before this one ended; null: there was none */
function noteVisit(name: string): number | null {
  const now = serviceNow();
  const known = readVisits(name);
  const before = known === null ? null : now - known.at > AWAY_MS ? known.at : known.before;
  keepVisits(name, { before, at: now });
  return before;
}

/**
 * When the person's last visit to a company by this browser ended, and notes the present one as long as the page is seen.
 * @returns epoch milliseconds; null: this is the first one; undefined: it is not known yet who they are
 */
export function useLastVisit(company: number): number | null | undefined {
  const actor = useSession().data?.actor;
  const [before, setBefore] = useState<number | null>();
  useEffect(() => {
    if (actor === undefined) return undefined;
    const note = (): void => {
      if (document.visibilityState === 'visible') setBefore(noteVisit(`console:visit:${actor}:${company}`));
    };
    note();
    const timer = setInterval(note, NOTE_EVERY_MS);
    document.addEventListener('visibilitychange', note);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', note);
    };
  }, [actor, company]);
  return before;
}
