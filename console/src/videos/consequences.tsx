import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DryRun, DryRunChange } from 'ar-video-rotation-client';
import { useVideos } from '../content/queries';
import { service } from '../service/service';
import { useSpeech, useTexts } from '../texts/texts';
import { durationText } from '../time/measures';
import styles from './consequences.module.css';

/** What changes of a content would come to, as the service tries them. @param changes null: nothing is asked */
export const useDryRun = (contentId: number, changes: DryRunChange[] | null) =>
  useQuery({
    queryKey: ['rehearsal', contentId, changes],
    queryFn: ({ signal }) => service.contents.dryRun(contentId, { changes: changes ?? [] }, { signal }),
    enabled: changes !== null,
    placeholderData: keepPreviousData,
    // What others do meanwhile changes what comes of it.
    gcTime: 0,
  });

/** Says what is shown for longer or shorter than before, and what may not be meant. */
export function Consequences({ contentId, outcome }: { contentId: number; outcome: DryRun | undefined }) {
  const { videos: texts } = useTexts();
  if (outcome === undefined) return <p>{texts.looking}</p>;
  const { differences, new_warnings: warnings } = outcome;
  return (
    <section aria-label={texts.consequences} className={styles.consequences}>
      <h3>{texts.consequences}</h3>
      {differences.length === 0 && <p>{texts.noConsequences}</p>}
      <ul>
        {differences.map((one) => (
          <li key={one.video_id}>
            <Difference contentId={contentId} videoId={one.video_id} seconds={one.seconds} />
          </li>
        ))}
        {warnings.map(({ kind, from, message }) => (
          <li key={`${kind}${from}`} className={styles.warning}>
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Differing {
  contentId: number;
  /** Null: nothing is shown. */
  videoId: number | null;
  seconds: number;
}

function Difference({ contentId, videoId, seconds }: Differing) {
  const { texts, language } = useSpeech();
  const { data: videos } = useVideos(contentId);
  const what = videoId === null ? texts.videos.nothingShown : videos?.find(({ id }) => id === videoId)?.title;
  const say = seconds > 0 ? texts.videos.longer : texts.videos.shorter;
  return <>{say(what ?? `${videoId}`, durationText(Math.abs(seconds) * 1_000, language))}</>;
}
