import type { Video } from 'ar-video-rotation-client';
import { useSpeech } from '../texts/texts';
import { serviceNow } from '../time/clock';
import { instantText } from '../time/format';
import { useZone } from '../time/zone';
import styles from './videos-part.module.css';

/** Why a video may not be shown when its turn comes. */
export function VideoMark({ video }: { video: Video | undefined }) {
  const { language, texts } = useSpeech();
  const { zone = 'UTC' } = useZone();
  if (video === undefined) return null;
  if (video.status !== 'ready') return <span className={styles.mark}>{texts.schedules.statuses[video.status]}</span>;
  if (video.expires_at === null) return null;
  const at = Date.parse(video.expires_at);
  return (
    <span className={styles.mark}>
      {at <= serviceNow() ? texts.schedules.expired : texts.schedules.expires(instantText(at, zone, language))}
    </span>
  );
}
