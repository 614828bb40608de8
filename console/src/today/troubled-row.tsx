import { useQuery } from '@tanstack/react-query';
import type { ArContent, RotationSchedule } from 'ar-video-rotation-client';
import { service } from '../service/service';
import { useTexts } from '../texts/texts';
import { useFailureWords } from '../texts/troubles';
import styles from './attention.module.css';
import { ContentLink } from './content-link';
import { When } from './dark-row';
import type { Trouble } from './queries';
import { useActorName } from '../service/use-actor-name';

/** Of a content, so many videos or schedules tell their trouble. */
const MOST_TOLD = 3;

interface Row {
  company: number;
  content: ArContent;
  trouble: Trouble;
}

/** A content in trouble, and why. */
export function TroubledRow({ company, content: { id, title }, trouble }: Row) {
  return (
    <li>
      <ContentLink company={company} id={id} title={title} />
      {trouble === 'failed_video' && <FailedVideos content={id} />}
      {trouble === 'paused' && <PausedSchedules content={id} />}
    </li>
  );
}

function FailedVideos({ content }: { content: number }) {
  const { today } = useTexts();
  const { data = [] } = useQuery({
    queryKey: ['content', content, 'videos', 'failed'],
    queryFn: async ({ signal }) =>
      (await service.videos.list(content, { status: 'failed', limit: MOST_TOLD }, { signal }).page()).rows,
  });
  const wordsFor = useFailureWords();
  return data.map((video) => (
    <p key={video.id} className={styles.quiet}>
      {today.failed(video.title, wordsFor(video))}
    </p>
  ));
}

function PausedSchedules({ content }: { content: number }) {
  const { data = [] } = useQuery({
    queryKey: ['content', content, 'schedules', 'inactive'],
    queryFn: async ({ signal }) =>
      (await service.schedules.listOfContent(content, { is_active: false }, { signal }).page()).rows,
  });
  return data
    .filter(({ inactive_reason: reason }) => reason === 'paused')
    .slice(0, MOST_TOLD)
    .map((schedule) => <Pause key={schedule.id} schedule={schedule} />);
}

/** Since when a schedule is paused, by whom, why and until when, as far as it is told. */
function Pause({ schedule: { paused_at, paused_by, pause_note, resume_at } }: { schedule: RotationSchedule }) {
  const { today } = useTexts();
  const who = useActorName(paused_by);
  return (
    <div className={styles.quiet}>
      {today.paused} {paused_at !== null && <When at={paused_at} />} {who !== undefined && today.pausedBy(who)}
      {resume_at !== null && (
        <>
          ; {today.resumes} <When at={resume_at} />
        </>
      )}
      {pause_note !== null && <p>“{pause_note}”</p>}
    </div>
  );
}
