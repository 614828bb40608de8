import type { RotationSchedule } from 'ar-video-rotation-client';
import { changedFields } from '../edits/changed-fields';
import { ConflictNote } from '../edits/conflict-note';
import type { Draft } from '../edits/use-draft';
import { useSpeech } from '../texts/texts';
import { fieldWords, type Named } from './field-words';
import type { ScheduleFields } from './schedule-fields';

interface Conflict {
  schedule: RotationSchedule;
  /** As it is by now. */
  saved: ScheduleFields;
  draft: Draft<ScheduleFields>;
  named: Named;
}

/** What somebody else made of a schedule since one began to write. */
export function ScheduleConflict({ schedule, saved, draft, named }: Conflict) {
  const { language, texts } = useSpeech();
  const wordsIn = { named, texts: texts.schedules, language };
  const changes = changedFields(draft.base, saved).map((field) => ({
    label: texts.schedules.labels[field],
    before: fieldWords(field, draft.base, wordsIn),
    now: fieldWords(field, saved, wordsIn),
  }));
  return (
    <ConflictNote
      subject={`schedule:${schedule.id}`}
      changes={changes}
      keepMine={draft.rebase}
      takeTheirs={draft.discard}
    />
  );
}
