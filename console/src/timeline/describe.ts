import { useMemo } from 'react';
import { useSpeech } from '../texts/texts';
import { instantText } from '../time/format';
import { durationText } from '../time/measures';
import type { Names } from './names';
import { isOneThing, type Piece } from './pieces';
import { stateOf } from './state';
import type { Told } from './told';

/** A piece in words. */
export interface Described {
  /** What is shown, or how often it switches. */
  title: string;
  /** From when until when. */
  stretch: string;
  /** How it fared; '': there is nothing to tell of it. */
  state: string;
  /** Everything, in one sentence. */
  whole: string;
  isLate: boolean;
  isPlanned: boolean;
  isInferred: boolean;
}

interface Setting {
  names: Names;
  told: Pick<Told, 'from' | 'seam'>;
  zone: string;
  now: number;
}

/** How pieces are told in words. */
export function useDescribe({ names, told, zone, now }: Setting): (piece: Piece) => Described {
  const { texts, language } = useSpeech();
  return useMemo(() => {
    const { timeline } = texts;
    const at = (instant: number): string => instantText(instant, zone, language);
    return (piece) => {
      const { from, to, segment, switches, shares } = piece;
      const stretch = timeline.stretch(at(from), at(to));
      const isOne = isOneThing(piece);
      const title = isOne ? shares.map(({ video }) => names.video(video)).join(', ') : timeline.switches(switches);
      if (segment === null) {
        const told = shares.map(({ video, ms }) => timeline.share(names.video(video), durationText(ms, language)));
        const whole = [title, stretch, ...(isOne ? [] : told)].join(', ');
        return { title, stretch, state: '', whole, isLate: false, isPlanned: from > now, isInferred: false };
      }
      const { kind, lateMs, isLate } = stateOf(segment, { from: told.from, seam: told.seam }, now);
      const late = lateMs === null ? '' : durationText(Math.max(0, lateMs), language);
      const committed = late === '' || kind === 'due' ? timeline.states[kind] : timeline.committed(late);
      const state = isLate ? timeline.lateBy(late) : committed;
      const why = segment.video_id === null ? [] : [names.why(segment)];
      const whole = [title, ...why, stretch, state].join(', ');
      return { title, stretch, state, whole, isLate, isPlanned: kind === 'planned', isInferred: kind === 'inferred' };
    };
  }, [names, told.from, told.seam, zone, now, texts, language]);
}
