import type { ArContent, Forecast } from 'ar-video-rotation-client';
import { useNow } from '../time/clock';
import { useDark, useTroubled, type Trouble } from './queries';

/** The clocks of this machine and of the service are compared only so well: what is as near as that is now. */
const LOOK_EVERY_MS = 5_000;

/** Contents that want attention for one thing. */
interface Kind {
  /** How many there are. */
  count: number;
  /** There are more, or may be. */
  isMore: boolean;
}

/** What is dark, or will be. */
export interface DarkKind extends Kind {
  name: 'dark' | 'dark_soon';
  found: readonly Forecast[];
}

/** What is in trouble; the first of them. */
export interface TroubledKind extends Kind {
  name: Trouble;
  found: readonly ArContent[];
}

/** What wants attention in a company, and the questions behind it. */
export function useAttention(company: number) {
  const dark = useDark(company);
  const troubled = {
    failed_video: useTroubled(company, 'failed_video'),
    late: useTroubled(company, 'late'),
    paused: useTroubled(company, 'paused'),
  };
  const now = useNow(LOOK_EVERY_MS);
  const isNow = ({ dark_at }: Forecast): boolean => Date.parse(dark_at ?? '') <= now + LOOK_EVERY_MS;
  const isMore = dark.hasNextPage && !dark.isLooking;
  const kindOf = (name: DarkKind['name'], found: readonly Forecast[]): DarkKind => ({
    name,
    found,
    count: found.length,
    isMore,
  });
  const troubledOf = (name: Trouble): TroubledKind => {
    const { rows = [], total = 0, next } = troubled[name].data ?? {};
    const count = Math.max(total, rows.length);
    return { name, found: rows, count, isMore: next !== undefined && count === rows.length };
  };
  const kinds = [
    kindOf('dark', dark.found.filter(isNow)),
    kindOf(
      'dark_soon',
      dark.found.filter((forecast) => !isNow(forecast)),
    ),
    troubledOf('failed_video'),
    troubledOf('late'),
    troubledOf('paused'),
  ].filter(({ count }) => count > 0);
  return { kinds, dark, asked: [dark, ...Object.values(troubled)] };
}
