import type { ReactNode } from 'react';
import { useContent, useSchedules, useVideos } from '../content/queries';
import list from '../shell/list.module.css';
import { EmptyState, FailureNote, NotLoaded } from '../shell/page-states';
import { useTexts } from '../texts/texts';
import { DropZone } from '../uploads/drop-zone';
import { useRefetchAt } from './use-refetch-at';
import { VideoRow } from './video-row';

interface Listed {
  company: number;
  contentId: number;
  heading: ReactNode;
}

/** The videos of a content, and how they are added. */
export function VideoList({ company, contentId, heading }: Listed) {
  const { videos: texts } = useTexts();
  const content = useContent(contentId);
  const videos = useVideos(contentId);
  const { data: schedules = [] } = useSchedules(contentId);
  const error = content.error ?? videos.error;
  const retry = (): Promise<unknown> => Promise.all([content.refetch(), videos.refetch()]);
  useRefetchAt(content.data?.live?.valid_until ?? null, retry);
  if (content.data === undefined || videos.data === undefined) {
    return <NotLoaded error={error} retry={retry} />;
  }
  const rows = videos.data.toSorted((one, other) => one.rotation_order - other.rotation_order || one.id - other.id);
  return (
    <DropZone contentId={contentId} title={texts.title} heading={heading}>
      <FailureNote error={error} retry={retry} />
      {rows.length === 0 && <EmptyState title={texts.none} hint={texts.noneHint} />}
      {rows.length > 0 && (
        <ul aria-label={texts.title} className={list.list}>
          {rows.map((video) => (
            <VideoRow
              key={video.id}
              company={company}
              content={content.data}
              video={video}
              schedules={schedules.filter(({ video_sequence }) => video_sequence.includes(video.id))}
            />
          ))}
        </ul>
      )}
    </DropZone>
  );
}
