import type { DryRun, Video } from 'ar-video-rotation-client';
import { titleOf } from '../content/title-of';
import { useSpeech } from '../texts/texts';
import { instantText } from '../time/format';
import { useZone } from '../time/zone';
import styles from './consequences.module.css';

type Warning = DryRun['new_warnings'][number];

/** What may not be meant, and was not so before. */
export function NewWarnings({ warnings, videos }: { warnings: readonly Warning[]; videos: readonly Video[] }) {
  const { rehearsal } = useSpeech().texts;
  const wordsOf = useWarningWords(videos);
  if (warnings.length === 0) return null;
  return (
    <div className={styles.warnings}>
      <h3>{rehearsal.warnings}</h3>
      <ul className={styles.lines}>
        {warnings.map((warning) => (
          <li key={JSON.stringify(warning)}>{wordsOf(warning)}</li>
        ))}
      </ul>
    </div>
  );
}

function useWarningWords(videos: readonly Video[]): (warning: Warning) => string {
  const { language, texts } = useSpeech();
  const { zone = 'UTC' } = useZone();
  const { warningKinds } = texts.rehearsal;
  const moment = (at: string): string => instantText(Date.parse(at), zone, language);
  return ({ kind, from, to, count, video_ids, message }) => {
    const titles = video_ids.map((id) => titleOf(videos, id)).join(', ');
    switch (kind) {
      case 'gap':
        return warningKinds.gap(moment(from), moment(to));
      case 'never_shown':
        return warningKinds.never_shown(titles);
      case 'override_never_wins':
        return warningKinds.override_never_wins;
      case 'windows_overlap':
        return warningKinds.windows_overlap(titles);
      case 'slots_coincide':
        return warningKinds.slots_coincide(count);
      case 'expiry_cliff':
        return warningKinds.expiry_cliff(titles, count);
      default:
        // A newer service may know others.
        return message;
    }
  };
}
