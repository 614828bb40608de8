import type { ArContent, RotationSchedule, Video } from 'ar-video-rotation-client';
import { Thumbnail } from '../contents/thumbnail';
import { useTexts } from '../texts/texts';
import { useFailureWords } from '../texts/troubles';
import { ProcessingWords } from './processing-words';
import { VideoActions } from './video-actions';
import { VideoBadges } from './video-badges';
import { Bounds, Hours, Measures, NotPlayable, UsedBy } from './video-facts';
import styles from './video-list.module.css';

interface Row {
  company: number;
  content: ArContent;
  video: Video;
  /** Those that name it. */
  schedules: readonly RotationSchedule[];
}

/** A video of a content: what it is, when it can be shown, what it is used by, and what can be done with it. */
export function VideoRow({ company, content, video, schedules }: Row) {
  const hasBounds = video.schedule_start !== null || video.schedule_end !== null || video.expires_at !== null;
  return (
    <li className={styles.row}>
      <Thumbnail url={video.thumbnail_url} isLarge />
      <div className={styles.facts}>
        <div className={styles.heading}>
          <h3 className={styles.title}>{video.title}</h3>
          <VideoBadges video={video} isDefault={content.default_video_id === video.id} />
        </div>
        <p className={styles.quiet}>
          <Measures video={video} />
        </p>
        {video.status === 'processing' && (
          <p className={styles.quiet}>
            <ProcessingWords video={video} />
          </p>
        )}
        {video.status === 'failed' && <Failure video={video} />}
        <p className={styles.warning}>
          <NotPlayable video={video} />
        </p>
        {hasBounds && (
          <p className={styles.quiet}>
            <Bounds video={video} />
          </p>
        )}
        {(video.daypart_id !== null || video.calendar_id !== null) && (
          <p className={styles.quiet}>
            <Hours company={company} video={video} />
          </p>
        )}
        {video.status !== 'failed' && (
          <p className={styles.quiet}>
            <UsedBy base={`/c/${company}/contents/${content.id}`} schedules={schedules} />
          </p>
        )}
      </div>
      <VideoActions content={content} video={video} />
    </li>
  );
}

/** Why it cannot be shown, and what to do about it. */
function Failure({ video }: { video: Video }) {
  const { videos: texts } = useTexts();
  const wordsFor = useFailureWords();
  const { failure_code: code } = video;
  return (
    <p className={styles.failure}>
      {wordsFor(video)} {code !== null && texts.remedies[code]}
    </p>
  );
}
