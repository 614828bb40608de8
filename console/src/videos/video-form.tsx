import { useState } from 'react';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ArContent, Video, VideoChanges } from 'ar-video-rotation-client';
import { touchedBy, useVideos } from '../content/queries';
import { EditFault } from '../edits/edit-fault';
import { isOutdated, useFieldFaults } from '../edits/faults';
import { useDraft, type Draft } from '../edits/use-draft';
import { useEdit } from '../edits/use-edit';
import { Consequences, type Horizon } from '../rehearsal/consequences';
import { useDryRun } from '../rehearsal/dry-run';
import { service } from '../service/service';
import form from '../shell/form.module.css';
import { RoleButton, useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { changesBetween, fieldsOf, type VideoFields } from './video-fields';
import { VideoConflict } from './video-conflict';
import { VideoFormFields } from './video-form-fields';
import styles from './video-page.module.css';

const TYPING_MS = 400;

interface Saving {
  changes: VideoChanges;
  /** What takes it back. */
  before: VideoChanges;
  revision: number;
  key: string;
}

function useSave({ id, company_id }: ArContent, video: Video) {
  const { videos: texts } = useTexts();
  return useEdit({
    send: ({ changes, revision, key: idempotencyKey }: Saving) =>
      service.videos.update(video.id, changes, { ifMatch: { revision }, idempotencyKey }),
    touches: touchedBy(company_id, id),
    told: ({ title }) => texts.saved(title),
    undo: (saved, { before }) => service.videos.update(video.id, before, { ifMatch: saved }),
  });
}

/** What would come of what is written, while it is written. */
function useOutcome(contentId: number, id: number, draft: Draft<VideoFields>, days: number) {
  const [fields] = useDebouncedValue(draft.fields, TYPING_MS);
  const body = changesBetween(draft.base, fields);
  const isAsked = draft.isChanged && Object.keys(body).length > 0;
  const rehearsed = { changes: [{ op: 'update_video' as const, id, body }], revision: draft.revision };
  return useDryRun(contentId, rehearsed, { days, isAsked });
}

/** The fields of a video; what is written is kept until it is saved. */
export function VideoForm({ content, video }: { content: ArContent; video: Video }) {
  const { edits, videos: texts } = useTexts();
  const { data: videos = [] } = useVideos(content.id);
  const [horizon, setHorizon] = useState<Horizon>('7');
  const may = useMay('editor') ?? false;
  const saved = fieldsOf(video);
  const draft = useDraft(`video/${video.id}`, saved, video.revision);
  const save = useSave(content, video);
  const outcome = useOutcome(content.id, video.id, draft, Number(horizon));
  const savingFault = useFieldFaults(save.error);
  const triedFault = useFieldFaults(draft.isChanged ? outcome.error : null);
  const faultOf = (field: string): string | undefined => savingFault(field) ?? triedFault(`changes.0.body.${field}`);
  const change = (part: Partial<VideoFields>): void => {
    save.reset();
    draft.change(part);
  };
  const send = (): void => {
    const { base, fields, revision, key } = draft;
    const saving = { changes: changesBetween(base, fields), before: changesBetween(fields, base), revision, key };
    save.mutate(saving, { onSuccess: () => draft.discard() });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <fieldset disabled={!may} className={form.fields}>
        <VideoFormFields company={content.company_id} fields={draft.fields} change={change} faultOf={faultOf} />
      </fieldset>
      {isOutdated(save.error) ? (
        <VideoConflict company={content.company_id} video={video} draft={draft} done={() => save.reset()} />
      ) : (
        <EditFault error={save.error} fields={Object.keys(saved)} />
      )}
      {draft.isChanged && (
        <Consequences
          title={texts.consequences}
          dryRun={outcome}
          videos={videos}
          horizon={horizon}
          setHorizon={setHorizon}
        />
      )}
      <div className={styles.foot}>
        <RoleButton takes="editor" type="submit" disabled={!draft.isChanged} loading={save.isPending}>
          {edits.save}
        </RoleButton>
        {draft.isChanged && (
          <>
            <Button
              variant="default"
              onClick={() => {
                save.reset();
                draft.discard();
              }}
            >
              {edits.discard}
            </Button>
            <span className={styles.quiet}>{edits.draft}</span>
          </>
        )}
      </div>
    </form>
  );
}
