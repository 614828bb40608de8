import { useState } from 'react';
import type { RotationSchedule, Video } from 'ar-video-rotation-client';
import { touchedBy } from '../content/queries';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { ConfirmDialog } from '../shell/dialog';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { useDryRun } from '../rehearsal/dry-run';
import { Consequences, type Horizon } from '../rehearsal/consequences';

interface Doomed {
  company: number;
  schedule: RotationSchedule;
  videos: readonly Video[];
  /** Once it is deleted. */
  leave: () => void;
}

/** Deletes a schedule, once its consequences were seen. */
export function DeleteSchedule(doomed: Doomed) {
  const { schedules } = useTexts();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <RoleButton takes="editor" variant="subtle" color="red" onClick={() => setAsking(true)}>
        {schedules.delete}
      </RoleButton>
      {isAsking && <Question {...doomed} close={() => setAsking(false)} />}
    </>
  );
}

function Question({ company, schedule, videos, leave, close }: Doomed & { close: () => void }) {
  const { schedules } = useTexts();
  const { id, ar_content_id: content } = schedule;
  const [horizon, setHorizon] = useState<Horizon>('7');
  const rehearsed = { changes: [{ op: 'delete_schedule' as const, id }], revision: schedule.revision };
  const dryRun = useDryRun(content, rehearsed, { days: Number(horizon), isAsked: true });
  const edit = useEdit<RotationSchedule, unknown>({
    send: async (ifMatch, idempotencyKey) => {
      await service.schedules.delete(id, { ifMatch, idempotencyKey });
      leave();
    },
    touches: touchedBy(company, content),
    told: () => schedules.deleted,
  });
  return (
    <ConfirmDialog
      title={schedules.deleteQuestion}
      doIt={schedules.delete}
      isBusy={edit.isPending}
      confirm={() => edit.mutate(schedule)}
      close={close}
    >
      <p>{schedule.words}</p>
      <Consequences
        title={schedules.deletion}
        dryRun={dryRun}
        videos={videos}
        horizon={horizon}
        setHorizon={setHorizon}
      />
      <EditFault error={edit.error} />
    </ConfirmDialog>
  );
}
