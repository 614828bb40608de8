import { useQuery } from '@tanstack/react-query';
import type { RotationSchedule, Upcoming, Video } from 'ar-video-rotation-client';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { RoleButton } from '../shell/role-button';
import { useSpeech, useTexts } from '../texts/texts';
import { useTroubleWords } from '../texts/troubles';
import { instantText } from '../time/format';
import { Instant } from '../time/instant';
import { useZone } from '../time/zone';
import styles from './coming-slots.module.css';
import { touchedBy } from './queries';
import { titleOf } from './title-of';

const SHOWN = 5;

interface Coming {
  company: number;
  schedule: RotationSchedule;
  videos: readonly Video[];
}

type Slot = Upcoming['slots'][number];

/** The next slots of a schedule, each of which can be skipped, and taken up again. */
export function ComingSlots({ company, schedule, videos }: Coming) {
  const { content: texts } = useTexts();
  const wordsFor = useTroubleWords();
  const { data, error } = useQuery({
    queryKey: ['content', schedule.ar_content_id, 'slots', schedule.id],
    queryFn: ({ signal }) => service.schedules.upcoming(schedule.id, { count: SHOWN }, { signal }),
  });
  if (data === undefined) return <p>{error === null ? texts.looking : wordsFor(error)}</p>;
  return (
    <ol className={styles.slots}>
      {data.slots.map((slot) => (
        <SlotLine key={slot.slot_at} company={company} schedule={schedule} slot={slot} videos={videos} />
      ))}
    </ol>
  );
}

function SlotLine({ company, schedule, slot, videos }: Coming & { slot: Slot }) {
  const { content: texts } = useTexts();
  const { slot_at: at, video_id: video, note, clock_change: change } = slot;
  const isSkipped = note === 'skipped';
  return (
    <li className={styles.slot}>
      <span className={isSkipped ? styles.skipped : undefined}>
        <Instant at={at} /> {video !== null && !isSkipped && `· ${titleOf(videos, video)} `}
      </span>
      {note !== null && <span className={styles.note}>{texts.notes[note] ?? note}</span>}
      {change !== null && <span className={styles.note}>{texts.clockChanges[change] ?? change}</span>}
      <SkipButton company={company} schedule={schedule} at={at} isSkipped={isSkipped} />
    </li>
  );
}

interface Skipping {
  company: number;
  schedule: RotationSchedule;
  at: string;
  isSkipped: boolean;
}

function SkipButton({ company, schedule: { id, ar_content_id: content }, at, isSkipped }: Skipping) {
  const { content: texts } = useTexts();
  const { language } = useSpeech();
  const { zone = 'UTC' } = useZone();
  const skip = (): Promise<unknown> => service.schedules.skip(id, { slot_at: at });
  const takeUp = (): Promise<unknown> => service.schedules.deleteSkip(id, at);
  const when = instantText(Date.parse(at), zone, language);
  const edit = useEdit({
    send: () => (isSkipped ? takeUp() : skip()),
    touches: touchedBy(company, content),
    told: () => (isSkipped ? texts.takenUp(when) : texts.isSkipped(when)),
    undo: () => (isSkipped ? skip() : takeUp()),
  });
  const words = isSkipped ? texts.takeUp : texts.skip;
  return (
    <>
      <RoleButton
        takes="editor"
        variant="subtle"
        size="compact-xs"
        label={`${words}: ${when}`}
        loading={edit.isPending}
        onClick={() => edit.mutate()}
      >
        {words}
      </RoleButton>
      <EditFault error={edit.error} />
    </>
  );
}
