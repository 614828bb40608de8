import type { FormEvent } from 'react';
import { Button, Checkbox, TextInput } from '@mantine/core';
import type { ArContent, ArContentChanges } from 'ar-video-rotation-client';
import { useLocation } from 'wouter';
import { changedFields } from '../edits/changed-fields';
import { ConflictNote } from '../edits/conflict-note';
import { EditFault } from '../edits/edit-fault';
import { isOutdated, useFieldFaults } from '../edits/faults';
import { useDraft, type Draft } from '../edits/use-draft';
import { useEdit } from '../edits/use-edit';
import { useProjects } from '../service/queries';
import { service } from '../service/service';
import { Choice } from '../shell/choice';
import { InstantField } from '../shell/instant-field';
import form from '../shell/form.module.css';
import { RoleButton, useMay } from '../shell/role-button';
import { useSpeech, useTexts } from '../texts/texts';
import { instantText } from '../time/format';
import { useZone } from '../time/zone';
import { touchedBy, useVideos } from './queries';
import { titleOf } from './title-of';

/** What can be set of a content. */
const FIELDS = [
  'title',
  'project_id',
  'is_active',
  'expires_at',
  'video_rotation_enabled',
  'default_video_id',
] as const;
type Settings = Pick<ArContent, (typeof FIELDS)[number]>;

const settingsOf = (content: ArContent): Settings => ({
  title: content.title,
  project_id: content.project_id,
  is_active: content.is_active,
  expires_at: content.expires_at,
  video_rotation_enabled: content.video_rotation_enabled,
  default_video_id: content.default_video_id,
});

interface Known {
  company: number;
  content: ArContent;
  reload: () => unknown;
}

/** Sets what can be set of a content. What is written is kept until it is saved or not wanted. */
export function SettingsForm({ company, content, reload }: Known) {
  const { edits, content: texts } = useTexts();
  const [, navigate] = useLocation();
  const { id } = content;
  const draft = useDraft(`content/${id}`, settingsOf(content), content.revision);
  const edit = useEdit({
    send: (changes: ArContentChanges) =>
      service.contents.update(id, changes, { ifMatch: draft, idempotencyKey: draft.key }),
    touches: touchedBy(company, id),
    told: () => texts.saved,
    undo: (saved) => service.contents.update(id, draft.base, { ifMatch: saved }),
  });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const changed = changedFields(draft.base, draft.fields).map((field) => [field, draft.fields[field]]);
    edit.mutate(Object.fromEntries(changed), {
      onSuccess: () => {
        draft.discard();
        navigate(`/c/${company}/contents/${id}`);
      },
      onError: (error) => isOutdated(error) && reload(),
    });
  };
  return (
    <form onSubmit={save} className={form.form}>
      <Fields company={company} id={id} draft={draft} error={edit.error} />
      {isOutdated(edit.error) ? (
        <Conflict content={content} draft={draft} done={edit.reset} />
      ) : (
        <EditFault error={edit.error} fields={FIELDS} />
      )}
      <div className={form.choices}>
        <RoleButton takes="editor" type="submit" disabled={!draft.isChanged} loading={edit.isPending}>
          {edits.save}
        </RoleButton>
        {draft.isChanged && (
          <>
            <Button variant="default" onClick={draft.discard}>
              {edits.discard}
            </Button>
            <output className={form.quiet}>{edits.draft}</output>
          </>
        )}
      </div>
    </form>
  );
}

interface Written {
  company: number;
  id: number;
  draft: Draft<Settings>;
  error: Error | null;
}

function Fields({ company, id, draft: { fields, change }, error }: Written) {
  const { contents, content: texts } = useTexts();
  const { zone = 'UTC' } = useZone();
  const { data: videos = [] } = useVideos(id);
  const { data: projects = [] } = useProjects(company);
  const faultOf = useFieldFaults(error);
  const isReadOnly = useMay('editor') === false;
  return (
    <fieldset disabled={isReadOnly} className={form.fields}>
      <TextInput
        label={texts.title}
        required
        maxLength={500}
        value={fields.title}
        error={faultOf('title')}
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      {projects.length > 0 && (
        <Choice
          label={contents.project}
          value={String(fields.project_id ?? '')}
          options={[['', texts.noProject], ...projects.map((project) => [String(project.id), project.name] as const)]}
          choose={(chosen) => change({ project_id: chosen === '' ? null : Number(chosen) })}
        />
      )}
      <Checkbox
        label={texts.isActive}
        description={texts.isActiveHint}
        checked={fields.is_active}
        onChange={({ currentTarget }) => change({ is_active: currentTarget.checked })}
      />
      <Checkbox
        label={texts.rotates}
        description={texts.rotatesHint}
        checked={fields.video_rotation_enabled}
        onChange={({ currentTarget }) => change({ video_rotation_enabled: currentTarget.checked })}
      />
      <Choice
        label={texts.defaultVideo}
        value={String(fields.default_video_id ?? '')}
        options={[['', texts.noDefault], ...videos.map((video) => [String(video.id), video.title] as const)]}
        choose={(chosen) => change({ default_video_id: chosen === '' ? null : Number(chosen) })}
      />
      <InstantField
        label={texts.expiresAt(zone)}
        hint={texts.expiresAtHint}
        value={fields.expires_at}
        error={faultOf('expires_at')}
        change={(expires_at) => change({ expires_at })}
      />
    </fieldset>
  );
}

interface Outdated {
  content: ArContent;
  draft: Draft<Settings>;
  done: () => void;
}

/** What somebody else has set meanwhile. */
function Conflict({ content, draft, done }: Outdated) {
  const wordsOf = useWordsOf(content.id);
  const theirs = settingsOf(content);
  const changes = changedFields(draft.base, theirs).map((field) => ({
    label: wordsOf.label(field),
    before: wordsOf.value(field, draft.base),
    now: wordsOf.value(field, theirs),
  }));
  const keepMine = (): void => {
    draft.rebase();
    done();
  };
  const takeTheirs = (): void => {
    draft.discard();
    done();
  };
  return (
    <ConflictNote subject={`ar_content:${content.id}`} changes={changes} keepMine={keepMine} takeTheirs={takeTheirs} />
  );
}

/** How fields and their values are called. */
function useWordsOf(id: number) {
  const { texts, language } = useSpeech();
  const { zone = 'UTC' } = useZone();
  const { data: videos = [] } = useVideos(id);
  const { content, contents } = texts;
  const labels: Record<keyof Settings, string> = {
    title: content.title,
    project_id: contents.project,
    is_active: content.isActive,
    expires_at: content.expiresAt(zone),
    video_rotation_enabled: content.rotates,
    default_video_id: content.defaultVideo,
  };
  const value = (field: keyof Settings, settings: Settings): string => {
    const { [field]: written } = settings;
    if (written === null) return '';
    if (typeof written === 'boolean') return written ? content.yes : content.no;
    if (field === 'expires_at') return instantText(Date.parse(String(written)), zone, language);
    if (field === 'default_video_id') return titleOf(videos, Number(written));
    return String(written);
  };
  return { label: (field: keyof Settings): string => labels[field], value };
}
