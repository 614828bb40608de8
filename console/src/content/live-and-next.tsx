import type { ListedArContent, LiveAt } from 'ar-video-rotation-client';
import { Thumbnail } from '../contents/thumbnail';
import { useTexts } from '../texts/texts';
import { serviceNow } from '../time/clock';
import { Distance, Instant } from '../time/instant';
import styles from './live-and-next.module.css';
import { useSchedules } from './queries';
import { useWhy } from './use-glimpse';

/** What is live, why and since when; and the same of what comes next. */
export function LiveAndNext({ content }: { content: ListedArContent }) {
  const { content: texts } = useTexts();
  const { live, live_video: video } = content;
  const { data: why } = useWhy(content.id, null);
  return (
    <section aria-label={texts.nowAndNext} className={styles.card}>
      <h2>{texts.now}</h2>
      {video == null ? (
        <p>
          <Dark content={content} />
        </p>
      ) : (
        <Shown video={video} why={why}>
          {why?.caused_by != null && <Since why={why} />}
        </Shown>
      )}
      <h2>{texts.next}</h2>
      <Next content={content} at={live?.next_starts_at ?? null} />
    </section>
  );
}

/** Why nothing is shown. */
function Dark({ content: { is_active, expires_at } }: { content: ListedArContent }) {
  const { contents } = useTexts();
  if (!is_active) return contents.inactive;
  return expires_at !== null && Date.parse(expires_at) <= serviceNow() ? contents.expired : contents.showsNothing;
}

interface ShownVideo {
  video: NonNullable<ListedArContent['live_video']>;
  why: LiveAt | undefined;
  children: React.ReactNode;
}

function Shown({ video, why, children }: ShownVideo) {
  return (
    <div className={styles.shown}>
      <Thumbnail url={video.thumbnail_url} />
      <div>
        <p className={styles.title}>{video.title}</p>
        {why !== undefined && (
          <p>
            <Reason why={why} />
          </p>
        )}
        {children}
      </div>
    </div>
  );
}

/** In which way a video came to be shown, and by which schedule. */
function Reason({ why }: { why: LiveAt }) {
  const { reasons } = useTexts();
  const { data: schedules } = useSchedules(why.ar_content_id);
  const words = why.reason === null ? '' : (reasons[why.reason] ?? why.reason);
  const schedule = why.reason === 'rotation' ? schedules?.find(({ id }) => id === why.schedule_id) : undefined;
  return schedule === undefined ? words : `${words}: ${schedule.words}`;
}

function Since({ why: { caused_by: cause } }: { why: LiveAt }) {
  const { content } = useTexts();
  if (cause === null) return null;
  return (
    <p className={styles.quiet}>
      {content.since} <Instant at={cause.at} />, {content.causes[cause.cause] ?? cause.cause}
    </p>
  );
}

function Next({ content, at }: { content: ListedArContent; at: string | null }) {
  const { contents, content: texts } = useTexts();
  if (at === null) return <p className={styles.quiet}>{contents.noNext}</p>;
  const video = content.next_video ?? null;
  const when = (
    <p className={styles.quiet}>
      <Distance at={at} /> · <Instant at={at} />
    </p>
  );
  if (video !== null) return <NextShown content={content} at={at} video={video} when={when} />;
  return (
    <>
      <p>{texts.goesDark}</p>
      {when}
    </>
  );
}

interface NextVideo {
  content: ListedArContent;
  at: string;
  video: NonNullable<ListedArContent['next_video']>;
  when: React.ReactNode;
}

function NextShown({ content, at, video, when }: NextVideo) {
  const { data: why } = useWhy(content.id, at);
  return (
    <Shown video={video} why={why}>
      {when}
    </Shown>
  );
}
