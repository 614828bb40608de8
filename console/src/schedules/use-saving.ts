import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import {
  ProblemError,
  type DryRun,
  type RotationSchedule,
  type UpdatedRotationSchedule,
} from 'ar-video-rotation-client';
import { touchedBy } from '../content/queries';
import { isSame } from '../edits/changed-fields';
import type { Draft } from '../edits/use-draft';
import { useEdit } from '../edits/use-edit';
import { dryRunQuery } from '../rehearsal/dry-run';
import { service } from '../service/service';
import { useTexts } from '../texts/texts';
import { asRehearsed, type Written } from './queries';
import { takenBack, type ScheduleFields } from './schedule-fields';

interface Saved {
  company: number;
  content: number;
  /** As it is; null: there is none yet. */
  schedule: RotationSchedule | null;
  draft: Draft<ScheduleFields>;
  written: Written;
  /** How far its consequences are looked at. */
  days: number;
  /** Once it is saved. */
  leave: () => void;
}

/** Saves what was written: what adds a warning only after a question. */
export function useSaving({ company, content, schedule, draft, written, days, leave }: Saved) {
  const { schedules } = useTexts();
  const queries = useQueryClient();
  const [warned, setWarned] = useState<DryRun | null>(null);
  const [isChecking, setChecking] = useState(false);
  const edit = useEdit<Written, RotationSchedule | UpdatedRotationSchedule>({
    send: async ({ schedule: id, input }, newKey) => {
      const idempotencyKey = draft.key || newKey;
      const row =
        id === null
          ? await service.schedules.create(content, input, { idempotencyKey })
          : await service.schedules.update(id, input, { idempotencyKey, ifMatch: draft });
      // Before the schedule is asked for anew, which would then be another one than that of the draft.
      draft.discard();
      leave();
      return row;
    },
    touches: touchedBy(company, content),
    told: () => (schedule === null ? schedules.made : schedules.saved),
    undo: (row, { input }) =>
      schedule === null
        ? service.schedules.delete(row.id, { ifMatch: row })
        : service.schedules.update(row.id, takenBack(schedule, input), { ifMatch: row }),
  });
  const send = (): void => {
    setWarned(null);
    edit.mutate(written);
  };
  // What was refused is no longer told once something else is written.
  const error = isSame(edit.variables, written) ? edit.error : null;
  const save = async (): Promise<void> => {
    // It may be done already: it was agreed to, and is no news beside itself.
    if (error !== null && !(error instanceof ProblemError)) return send();
    setChecking(true);
    // What cannot be tried is refused when it is sent, with the reason.
    const found = await queries.fetchQuery(dryRunQuery(content, asRehearsed(written), days)).catch(() => null);
    setChecking(false);
    if (found !== null && found.new_warnings.length > 0) setWarned(found);
    else send();
  };
  return {
    save,
    send,
    /** What it would add warnings to; null: nothing has to be asked. */
    warned,
    cancel: () => setWarned(null),
    error,
    isBusy: isChecking || edit.isPending,
  };
}
