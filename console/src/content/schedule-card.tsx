import { useState } from 'react';
import type { RotationSchedule, Video } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { useActorName } from '../service/use-actor-name';
import { useTexts } from '../texts/texts';
import { Distance, Instant } from '../time/instant';
import { PauseButton, ResumeButton } from './pausing';
import { RotateNowButton } from './rotate-now';
import styles from './schedule-card.module.css';
import { titleOf } from './title-of';
import { ComingSlots } from './coming-slots';

interface Card {
  company: number;
  schedule: RotationSchedule;
  videos: readonly Video[];
}

/** A schedule in one sentence, when it is due next and with what, how it fares, and what can be done about it now. */
export function ScheduleCard({ company, schedule, videos }: Card) {
  const { content: texts } = useTexts();
  const { id, ar_content_id: content, words, inactive_reason: reason } = schedule;
  const isPaused = reason === 'paused';
  // They cost the service a look ahead: not before somebody wants to see them.
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={styles.card}>
      <div className={styles.about}>
        <h3>
          <Link href={`/c/${company}/contents/${content}/schedules/${id}`}>{words}</Link>
        </h3>
        <Standing schedule={schedule} videos={videos} />
        <Trouble schedule={schedule} />
      </div>
      <div className={styles.acts}>
        {schedule.is_active && <RotateNowButton company={company} schedule={schedule} videos={videos} />}
        {isPaused ? (
          <ResumeButton company={company} schedule={schedule} />
        ) : (
          schedule.is_active && <PauseButton company={company} schedule={schedule} />
        )}
      </div>
      {schedule.is_active && (
        <details className={styles.slots} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{texts.comingSlots}</summary>
          {isOpen && <ComingSlots company={company} schedule={schedule} videos={videos} />}
        </details>
      )}
    </li>
  );
}

/** When it is due next, or why it is not. */
function Standing({ schedule, videos }: { schedule: RotationSchedule; videos: readonly Video[] }) {
  const { content: texts } = useTexts();
  const { next_rotation_at: at, next_video_id: video, inactive_reason: reason } = schedule;
  if (reason === 'paused') return <Paused schedule={schedule} />;
  if (at === null) {
    return <p className={styles.quiet}>{reason === null ? texts.noSlotAhead : (texts.inactive[reason] ?? reason)}</p>;
  }
  return (
    <p className={styles.quiet}>
      {texts.nextSlot} <Distance at={at} /> · <Instant at={at} />
      {video !== null && ` · ${titleOf(videos, video)}`}
    </p>
  );
}

function Paused({
  schedule: { paused_at: since, paused_by: by, pause_note: note, resume_at: until },
}: {
  schedule: RotationSchedule;
}) {
  const { content: texts } = useTexts();
  const who = useActorName(by);
  return (
    <p className={styles.paused}>
      <strong>‖ {texts.paused}</strong>
      {since !== null && (
        <>
          {' '}
          {texts.since} <Instant at={since} />
        </>
      )}
      {who !== undefined && `, ${who}`}
      {note !== null && `: “${note}”`}
      {until !== null && (
        <>
          . {texts.goesOnAt} <Instant at={until} />
        </>
      )}
    </p>
  );
}

/** What went wrong with it so far. */
function Trouble({
  schedule: { late_count: late, worst_lateness_ms: worst, failed_count: failed, last_error: error },
}: {
  schedule: RotationSchedule;
}) {
  const { content: texts } = useTexts();
  if (late === 0 && failed === 0) return null;
  return (
    <p className={styles.trouble}>
      {late > 0 && texts.lateSlots(late, worst / 1_000)} {failed > 0 && texts.failedTries(failed)} {error}
    </p>
  );
}
