import { useState } from 'react';
import type { RotationSchedule, Video } from 'ar-video-rotation-client';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { ConfirmDialog } from '../shell/dialog';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { touchedBy } from './queries';
import { titleOf } from './title-of';

interface Rotating {
  company: number;
  schedule: RotationSchedule;
  videos: readonly Video[];
}

/** Has the next video of a schedule take over at once. Viewers see it, so it is asked first. */
export function RotateNowButton({ company, schedule, videos }: Rotating) {
  const { content: texts } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const edit = useEdit({
    send: (_: null, key) => service.schedules.rotateNow(schedule.id, { ifMatch: schedule, idempotencyKey: key }),
    touches: touchedBy(company, schedule.ar_content_id),
    told: () => texts.rotated,
  });
  const rotate = (): void => edit.mutate(null, { onSuccess: () => setOpen(false) });
  const { next_video_id: next } = schedule;
  return (
    <>
      <RoleButton takes="editor" variant="default" size="xs" onClick={() => setOpen(true)}>
        {texts.rotateNow}
      </RoleButton>
      {isOpen && (
        <ConfirmDialog
          title={texts.rotateNow}
          doIt={texts.rotateNow}
          isBusy={edit.isPending}
          confirm={rotate}
          close={() => setOpen(false)}
        >
          <p>{next === null ? texts.rotatesToNext : texts.rotatesTo(titleOf(videos, next))}</p>
          <EditFault error={edit.error} />
        </ConfirmDialog>
      )}
    </>
  );
}
