import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { ArContent, ListedArContent, Video } from 'ar-video-rotation-client';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { useFound } from '../find/use-found';
import { service } from '../service/service';
import { Dialog } from '../shell/dialog';
import { useTexts } from '../texts/texts';
import styles from './video-list.module.css';

/** Makes a video of another content of the company out of this one. */
export function CopyDialog({ content, video, close }: { content: ArContent; video: Video; close: () => void }) {
  const { videos: texts } = useTexts();
  const [text, setText] = useState('');
  const others = useFound(content.company_id, text)?.filter(({ id }) => id !== content.id);
  const copy = useEdit({
    send: ({ id }: ListedArContent, idempotencyKey) =>
      service.videos.copy(id, { copy_of: video.id }, { idempotencyKey }),
    touches: [['content'], ['contents', content.company_id]],
    told: (_, { title }) => texts.copied(video.title, title),
  });
  return (
    <Dialog title={texts.copyTitle(video.title)} close={close}>
      <p>{texts.copyHint}</p>
      <TextInput label={texts.copyTo} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
      <EditFault error={copy.error} />
      <output>{others?.length === 0 && texts.copyNothing}</output>
      <ul className={styles.found}>
        {others?.map((other) => (
          <li key={other.id}>
            <Button
              variant="subtle"
              justify="start"
              fullWidth
              loading={copy.isPending}
              onClick={() => copy.mutate(other, { onSuccess: close })}
            >
              {other.title}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
