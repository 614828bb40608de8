import { Fragment } from 'react';
import type { Video } from 'ar-video-rotation-client';
import { Thumbnail } from '../contents/thumbnail';
import { useWhyUntold } from '../rehearsal/why-untold';
import { useSpeech } from '../texts/texts';
import { Distance } from '../time/instant';
import styles from './preview.module.css';
import type { Foreseen, Previewed } from './queries';
import { localWords, wallTime, wallWords } from './words';

type Slot = Foreseen['slots'][number];
type LeftOut = Foreseen['left_out'][number];

/** What a schedule will do: in a sentence, and time by time. */
export function Preview({ previewed, videos }: { previewed: Previewed; videos: readonly Video[] }) {
  const { schedules, rehearsal } = useSpeech().texts;
  const whyUntold = useWhyUntold();
  const { preview, isOld, error } = previewed;
  return (
    <section aria-label={schedules.preview} className={styles.preview}>
      <h2>{schedules.preview}</h2>
      <output className={styles.state}>
        {error !== null ? whyUntold(error) : preview === undefined && rehearsal.waiting}
      </output>
      {preview !== undefined && (
        <div aria-busy={isOld} className={styles.told}>
          <output className={styles.sentence}>{preview.words}</output>
          <Slots preview={preview} videos={videos} />
        </div>
      )}
    </section>
  );
}

function Slots({ preview, videos }: { preview: Foreseen; videos: readonly Video[] }) {
  const { schedules } = useSpeech().texts;
  const { slots, left_out, all_found } = preview;
  if (slots.length === 0) return <p className={styles.quiet}>{schedules.never}</p>;
  const before = (n: number): LeftOut[] =>
    left_out.filter(({ slot_at: at }) => at < (slots[n]?.slot_at ?? '') && at >= (slots[n - 1]?.slot_at ?? ''));
  return (
    <>
      <ol aria-label={schedules.slots} className={styles.slots}>
        {slots.map((slot, n) => (
          <Fragment key={slot.slot_at}>
            <Omitted times={before(n)} />
            <SlotRow slot={slot} video={videos.find(({ id }) => id === slot.video_id)} />
          </Fragment>
        ))}
      </ol>
      {!all_found && <p className={styles.quiet}>{schedules.notAll}</p>}
    </>
  );
}

function SlotRow({ slot, video }: { slot: Slot; video: Video | undefined }) {
  const { language, texts } = useSpeech();
  const { schedules } = texts;
  const { clock_change: change, instead_of: meant, note } = slot;
  const changed =
    change === 'shifted' ? schedules.changes.shifted(wallTime(meant ?? '')) : change && schedules.changes[change];
  return (
    <li className={styles.slot}>
      <Thumbnail url={video?.thumbnail_url} />
      <div className={styles.words}>
        <span className={styles.title}>
          {slot.is_known ? (video?.title ?? schedules.nothing) : schedules.notLooked}
        </span>
        <span className={styles.quiet}>
          <time dateTime={slot.slot_at}>{localWords(slot.local_time, language)}</time> · <Distance at={slot.slot_at} />
        </span>
        {changed !== null && <span className={styles.mark}>{changed}</span>}
        {note !== null && <span className={styles.mark}>{schedules.notes[note]}</span>}
      </div>
    </li>
  );
}

/** Times of the rule that are no slots, those together that stand together for one reason. */
function Omitted({ times }: { times: readonly LeftOut[] }) {
  const { language, texts } = useSpeech();
  const runs: LeftOut[][] = [];
  for (const time of times) {
    const run = runs.at(-1);
    if (run?.[0]?.reason === time.reason) run.push(time);
    else runs.push([time]);
  }
  const wordsOf = (run: readonly LeftOut[]): string => {
    const [from = '', to = ''] = [run[0], run.at(-1)].map((time) => wallWords(time?.rule_time ?? '', language));
    return run.length === 1 ? from : texts.schedules.times(from, to, run.length);
  };
  return runs.map((run) => (
    <li key={run[0]?.slot_at} className={styles.omitted}>
      {texts.schedules.omitted[run[0]?.reason ?? 'hours'](wordsOf(run))}
    </li>
  ));
}
