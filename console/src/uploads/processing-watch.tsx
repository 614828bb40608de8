import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ProblemError } from 'ar-video-rotation-client';
import { touchedBy, useContent, useVideo } from '../content/queries';
import { useNotify } from '../shell/notices';
import { useTexts } from '../texts/texts';
import { ProcessingWords } from '../videos/processing-words';
import { dismiss } from './send-uploads';
import styles from './tray.module.css';
import { uploadStore } from './upload-store';

/** What is sent and has to be followed until it can be shown. */
interface Sent {
  uploadKey: string;
  contentId: number;
  videoId: number;
}

/** Watches a video until it can be shown, or never can be, and tells that. */
export function ProcessingWatch({ uploadKey, contentId, videoId }: Sent) {
  useEnd({ uploadKey, contentId, videoId });
  const { data: video } = useVideo(contentId, videoId);
  return <p className={styles.quiet}>{video !== undefined && <ProcessingWords video={video} />}</p>;
}

function useEnd({ uploadKey, contentId, videoId }: Sent): void {
  const { uploads: texts } = useTexts();
  const queries = useQueryClient();
  const notify = useNotify();
  const { data: content } = useContent(contentId);
  const { data: video, error } = useVideo(contentId, videoId);
  useEffect(() => {
    // Lists show it from now on.
    void queries.invalidateQueries({ queryKey: ['content', contentId, 'videos'] });
  }, [queries, contentId]);
  useEffect(() => {
    if (error instanceof ProblemError && error.status === 404) dismiss(uploadKey);
  }, [error, uploadKey]);
  useEffect(() => {
    if (video === undefined || content === undefined) return;
    const { status, title } = video;
    if (status !== 'ready' && status !== 'failed') return;
    const link = { to: `/c/${content.company_id}/contents/${contentId}/videos`, words: content.title };
    const fault = status === 'failed' ? { video } : null;
    uploadStore.change(uploadKey, { status, fault });
    notify(texts.told[status](title), undefined, link);
    for (const queryKey of touchedBy(content.company_id, contentId)) void queries.invalidateQueries({ queryKey });
  }, [video, content, contentId, uploadKey, notify, queries, texts]);
}
