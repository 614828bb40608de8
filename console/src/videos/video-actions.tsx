import { useState } from 'react';
import { Link } from 'wouter';
import type { ArContent, Video } from 'ar-video-rotation-client';
import { touchedBy } from '../content/queries';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { CopyDialog } from './copy-dialog';
import { DeleteDialog } from './delete-dialog';
import styles from './video-list.module.css';

interface Acts {
  content: ArContent;
  video: Video;
}

/** Activates a video; taken back, the one that was activated before is so again. */
function useShowNow({ id, company_id, active_video_id: before }: ArContent, { title }: Video) {
  const { videos: texts } = useTexts();
  return useEdit({
    send: (video: number, idempotencyKey) => service.videos.activate(video, { idempotencyKey }),
    touches: touchedBy(company_id, id),
    told: () => texts.nowShown(title),
    undo: (_, video): Promise<unknown> =>
      before === null ? service.videos.update(video, { is_active: false }) : service.videos.activate(before),
  });
}

/** Makes a video the default of its content, or has it be that no more. */
function useDefault({ id, company_id, default_video_id: before }: ArContent, { title }: Video) {
  const { videos: texts } = useTexts();
  return useEdit({
    send: (video: number | null, idempotencyKey) =>
      service.contents.update(id, { default_video_id: video }, { idempotencyKey }),
    touches: touchedBy(company_id, id),
    told: (_, video) => (video === null ? texts.nowNoDefault : texts.nowDefault(title)),
    undo: () => service.contents.update(id, { default_video_id: before }),
  });
}

/** What can be done with a video. */
export function VideoActions({ content, video }: Acts) {
  const { videos: texts } = useTexts();
  const [opened, setOpened] = useState<'copy' | 'delete' | null>(null);
  const showNow = useShowNow(content, video);
  const makeDefault = useDefault(content, video);
  const { id, title } = video;
  const isReady = video.status === 'ready';
  const isDefault = content.default_video_id === id;
  const button = (words: string, onClick: () => void, rest: { disabled?: boolean; loading?: boolean } = {}) => (
    <RoleButton takes="editor" size="xs" variant="default" label={`${words}: ${title}`} onClick={onClick} {...rest}>
      {words}
    </RoleButton>
  );
  return (
    <div className={styles.actions}>
      {button(texts.showNow, () => showNow.mutate(id), {
        disabled: !isReady || video.is_active,
        loading: showNow.isPending,
      })}
      {button(isDefault ? texts.noLongerDefault : texts.makeDefault, () => makeDefault.mutate(isDefault ? null : id), {
        disabled: video.status === 'failed',
        loading: makeDefault.isPending,
      })}
      <Link
        href={`/c/${content.company_id}/contents/${content.id}/videos/${id}`}
        aria-label={`${texts.edit}: ${title}`}
        className={styles.edit}
      >
        {texts.edit}
      </Link>
      {button(texts.copy, () => setOpened('copy'), { disabled: !isReady })}
      {button(texts.delete, () => setOpened('delete'))}
      <EditFault error={showNow.error ?? makeDefault.error} />
      {opened === 'copy' && <CopyDialog content={content} video={video} close={() => setOpened(null)} />}
      {opened === 'delete' && <DeleteDialog content={content} video={video} close={() => setOpened(null)} />}
    </div>
  );
}
