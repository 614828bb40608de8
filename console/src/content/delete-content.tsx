import { useState } from 'react';
import type { ArContent } from 'ar-video-rotation-client';
import { useLocation } from 'wouter';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { ConfirmDialog } from '../shell/dialog';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { useSchedules, useVideos } from './queries';

/** Deletes a content, after it was said what goes with it. */
export function DeleteContent({ company, content }: { company: number; content: ArContent }) {
  const { content: texts } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <RoleButton takes="editor" color="red.9" onClick={() => setOpen(true)}>
        {texts.delete}
      </RoleButton>
      {isOpen && <Question company={company} content={content} close={() => setOpen(false)} />}
    </div>
  );
}

function Question({ company, content, close }: { company: number; content: ArContent; close: () => void }) {
  const { content: texts } = useTexts();
  const [, navigate] = useLocation();
  const { id, title } = content;
  const { data: videos } = useVideos(id);
  const { data: schedules } = useSchedules(id);
  const edit = useEdit({
    send: (_: null, key) => service.contents.delete(id, { ifMatch: content, idempotencyKey: key }),
    touches: [['contents', company]],
    told: () => texts.deleted(title),
  });
  const remove = (): void => edit.mutate(null, { onSuccess: () => navigate(`/c/${company}/contents`) });
  return (
    <ConfirmDialog
      title={texts.deleteTitle(title)}
      doIt={texts.delete}
      isBusy={edit.isPending}
      confirm={remove}
      close={close}
    >
      {videos !== undefined && schedules !== undefined && <p>{texts.deletesWith(videos.length, schedules.length)}</p>}
      <p>{texts.deleteHint}</p>
      <EditFault error={edit.error} />
    </ConfirmDialog>
  );
}
