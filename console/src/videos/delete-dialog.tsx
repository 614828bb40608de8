import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ArContent, Override, Video } from 'ar-video-rotation-client';
import { touchedBy, useSchedules, useVideos } from '../content/queries';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { Consequences, type Horizon } from '../rehearsal/consequences';
import { useDryRun } from '../rehearsal/dry-run';
import { service } from '../service/service';
import { ConfirmDialog } from '../shell/dialog';
import { useTexts } from '../texts/texts';
import { serviceNow } from '../time/clock';
import { Instant } from '../time/instant';
import { useOverrides } from './queries';

interface Deletion {
  content: ArContent;
  video: Video;
  close: () => void;
  /** What follows once it is gone. */
  onDeleted?: () => void;
}

const isOver = ({ ends_at }: Override): boolean => ends_at !== null && Date.parse(ends_at) <= serviceNow();

/** Schedules that name a video, and overrides that show it or will; undefined: it is not known yet. */
function useUses(contentId: number, video: number) {
  const { data: schedules } = useSchedules(contentId);
  const { data: overrides } = useOverrides(contentId);
  if (schedules === undefined || overrides === undefined) return undefined;
  return {
    schedules: schedules.filter(({ video_sequence }) => video_sequence.includes(video)),
    overrides: overrides.filter((one) => one.video_id === video && !isOver(one)),
  };
}

/** Asks whether a video is to be deleted, and says what follows from it. */
export function DeleteDialog({ content, video, close, onDeleted }: Deletion) {
  const { videos: texts } = useTexts();
  const { id, title, revision } = video;
  const queries = useQueryClient();
  const uses = useUses(content.id, id);
  const detach = uses !== undefined && uses.schedules.length + uses.overrides.length > 0;
  const { data: videos = [] } = useVideos(content.id);
  const [horizon, setHorizon] = useState<Horizon>('7');
  const rehearsed = { changes: [{ op: 'delete_video' as const, id, detach }], revision };
  const dryRun = useDryRun(content.id, rehearsed, { days: Number(horizon), isAsked: uses !== undefined });
  const remove = useEdit({
    send: async (query: { detach: boolean }, idempotencyKey) => {
      // Whatever uses it by now that was not told, the service refuses.
      await service.videos.delete(id, { ifMatch: { revision }, query, idempotencyKey });
      // Before anything is asked for anew: what is gone is not.
      queries.removeQueries({ queryKey: ['content', content.id, 'video', id] });
      close();
      onDeleted?.();
    },
    touches: touchedBy(content.company_id, content.id),
    told: () => texts.deleted(title),
  });
  return (
    <ConfirmDialog
      title={texts.deleteTitle(title)}
      doIt={texts.delete}
      isBusy={remove.isPending || uses === undefined}
      confirm={() => remove.mutate({ detach })}
      close={close}
    >
      <p>{texts.deleteHint}</p>
      {detach && <Uses {...uses} />}
      <Consequences
        title={texts.consequences}
        dryRun={dryRun}
        videos={videos}
        horizon={horizon}
        setHorizon={setHorizon}
      />
      <EditFault error={remove.error} />
    </ConfirmDialog>
  );
}

/** What it is taken out of. */
function Uses({ schedules, overrides }: NonNullable<ReturnType<typeof useUses>>) {
  const { videos: texts } = useTexts();
  return (
    <>
      <p>{texts.detaches}</p>
      <ul>
        {schedules.map(({ id, words }) => (
          <li key={id}>{words}</li>
        ))}
        {overrides.map((override) => (
          <li key={`override ${override.id}`}>
            <OverrideWords override={override} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OverrideWords({ override: { starts_at, ends_at } }: { override: Override }) {
  const { videos: texts } = useTexts();
  return (
    <>
      {texts.override}: <Instant at={starts_at} /> – {ends_at === null ? texts.untilEnded : <Instant at={ends_at} />}
    </>
  );
}
