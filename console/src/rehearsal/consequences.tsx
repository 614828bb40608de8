import type { UseQueryResult } from '@tanstack/react-query';
import type { DryRun, Video } from 'ar-video-rotation-client';
import { titleOf } from '../content/title-of';
import { Choice } from '../shell/choice';
import { useSpeech } from '../texts/texts';
import { instantText } from '../time/format';
import { durationText } from '../time/measures';
import { useZone } from '../time/zone';
import styles from './consequences.module.css';
import { compareSwitches } from './switches';
import { NewWarnings } from './new-warnings';
import { useWhyUntold } from './why-untold';

/** How far edits are compared, in days. */
const HORIZONS = ['1', '7', '30', '365'] as const;
export type Horizon = (typeof HORIZONS)[number];

interface Compared {
  title: string;
  dryRun: UseQueryResult<DryRun>;
  videos: readonly Video[];
  horizon: Horizon;
  setHorizon: (horizon: Horizon) => void;
}

/** What an edit comes to, by the service's dry run. */
export function Consequences({ title, dryRun, videos, horizon, setHorizon }: Compared) {
  const { rehearsal } = useSpeech().texts;
  const whyUntold = useWhyUntold();
  return (
    <section aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <Choice
          isLabelHidden
          label={rehearsal.horizon}
          value={horizon}
          options={HORIZONS.map((days) => [days, rehearsal.horizons[days]])}
          choose={setHorizon}
        />
      </div>
      <div aria-live="polite" aria-busy={dryRun.isFetching}>
        {dryRun.data === undefined ? (
          <p className={styles.quiet}>{dryRun.error === null ? rehearsal.waiting : whyUntold(dryRun.error)}</p>
        ) : (
          <Told dryRun={dryRun.data} videos={videos} />
        )}
      </div>
    </section>
  );
}

function Told({ dryRun, videos }: { dryRun: DryRun; videos: readonly Video[] }) {
  const { language, texts } = useSpeech();
  const { zone = 'UTC' } = useZone();
  const { rehearsal } = texts;
  const lines = [...differencesIn(dryRun, videos, rehearsal, language), ...switchesIn(dryRun, rehearsal)];
  return (
    <>
      {lines.length === 0 && <p className={styles.quiet}>{rehearsal.same}</p>}
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {dryRun.reaches < dryRun.to && (
        <p className={styles.quiet}>{rehearsal.reaches(instantText(Date.parse(dryRun.reaches), zone, language))}</p>
      )}
      <NewWarnings warnings={dryRun.new_warnings} videos={videos} />
    </>
  );
}

type Words = ReturnType<typeof useSpeech>['texts']['rehearsal'];

const differencesIn = ({ differences }: DryRun, videos: readonly Video[], words: Words, language: string): string[] =>
  differences.map(({ video_id, seconds }) => {
    const length = durationText(Math.round(Math.abs(seconds)) * 1_000, language, 'long');
    if (video_id === null) return seconds > 0 ? words.darkLonger(length) : words.darkShorter(length);
    const title = titleOf(videos, video_id);
    return seconds > 0 ? words.longer(title, length) : words.shorter(title, length);
  });

function switchesIn({ before, after }: DryRun, words: Words): string[] {
  const { moved, added, dropped } = compareSwitches(before.segments, after.segments);
  return [
    moved > 0 ? words.moved(moved) : '',
    added > 0 ? words.added(added) : '',
    dropped > 0 ? words.dropped(dropped) : '',
  ].filter((line) => line !== '');
}
