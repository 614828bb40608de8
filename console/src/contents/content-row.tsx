import { memo } from 'react';
import type { ListedArContent } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { useTexts } from '../texts/texts';
import { serviceNow } from '../time/clock';
import { Distance, Instant } from '../time/instant';
import { Badges } from './badges';
import styles from './content-row.module.css';
import { Thumbnail } from './thumbnail';

interface Row {
  content: ListedArContent;
  watch: (element: Element) => () => void;
}

/** A content of the list: what it shows, and what comes next. */
export const ContentRow = memo(function ContentRow({ content, watch }: Row) {
  return (
    <li ref={(element) => (element === null ? undefined : watch(element))} data-id={content.id} className={styles.row}>
      <Thumbnail url={content.live_video?.thumbnail_url} isLarge />
      <div className={styles.live}>
        <div className={styles.heading}>
          <h2 className={styles.title}>
            <Link href={`/c/${content.company_id}/contents/${content.id}`}>{content.title}</Link>
          </h2>
          <Badges content={content} />
        </div>
        <p className={styles.quiet}>
          <LiveWords content={content} />
        </p>
      </div>
      <Next content={content} />
    </li>
  );
});

/** What is live and why, or why nothing is. */
function LiveWords({ content: { live, live_video: video, is_active, expires_at } }: { content: ListedArContent }) {
  const { contents, reasons } = useTexts();
  if (live !== null && video != null) {
    return (
      <>
        {contents.shows(video.title)}, {reasons[live.reason] ?? live.reason}
      </>
    );
  }
  if (!is_active) return <>{contents.inactive}</>;
  return (
    <>{expires_at !== null && Date.parse(expires_at) <= serviceNow() ? contents.expired : contents.showsNothing}</>
  );
}

function Next({ content: { live, next_video: video } }: { content: ListedArContent }) {
  const { contents } = useTexts();
  const at = live?.next_starts_at ?? null;
  if (at === null || video == null) return <p className={`${styles.next} ${styles.quiet}`}>{contents.noNext}</p>;
  return (
    <div className={styles.next}>
      <Thumbnail url={video.thumbnail_url} />
      <div className={styles.live}>
        <p className={styles.nextTitle}>
          <span className={styles.quiet}>{contents.next}</span> {video.title}
        </p>
        <p className={styles.quiet}>
          <Distance at={at} /> · <Instant at={at} />
        </p>
      </div>
    </div>
  );
}
