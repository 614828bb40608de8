import { useState } from 'react';
import { Button } from '@mantine/core';
import type { RotationSchedule } from 'ar-video-rotation-client';
import { useLocation } from 'wouter';
import { EditFault } from '../edits/edit-fault';
import { isOutdated, useFieldFaults } from '../edits/faults';
import { useDraft } from '../edits/use-draft';
import { ConfirmDialog } from '../shell/dialog';
import { RoleButton, useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { ClockPart } from './clock-part';
import { useDryRun } from '../rehearsal/dry-run';
import { Consequences, type Horizon } from '../rehearsal/consequences';
import { DeleteSchedule } from './delete-schedule';
import type { Named } from './field-words';
import type { FormPart } from './form-part';
import { LimitsPart } from './limits-part';
import { NewWarnings } from '../rehearsal/new-warnings';
import { Preview } from './preview';
import { asRehearsed, usePreview, type Foreseen, type Written } from './queries';
import { RulePart } from './rule-part';
import { ScheduleConflict } from './schedule-conflict';
import {
  scheduleChangesBetween,
  FAULT_FIELDS,
  inputOf,
  nextPosition,
  saysSame,
  type ScheduleFields,
} from './schedule-fields';
import styles from './schedule-page.module.css';
import { useSaving } from './use-saving';
import { VideosPart } from './videos-part';

interface Form {
  company: number;
  content: number;
  /** null: a new one. */
  schedule: RotationSchedule | null;
  /** What the form shows where nothing was written. */
  saved: ScheduleFields;
  named: Named;
  /** Where one came from. */
  back: string;
}

/** What is written, what it would do, and what saving it would change. */
function useWriting({ company, content, schedule, saved, back }: Form) {
  const [, navigate] = useLocation();
  const leave = (): void => navigate(back);
  const may = useMay('editor');
  const [horizon, setHorizon] = useState<Horizon>('7');
  const name = schedule === null ? `new-schedule/${content}` : `schedule/${schedule.id}`;
  const draft = useDraft(name, saved, schedule?.revision);
  const written: Written =
    schedule === null
      ? { schedule: null, input: inputOf(draft.fields) }
      : { schedule: schedule.id, revision: draft.revision, input: scheduleChangesBetween(draft.base, draft.fields) };
  const isChanged = schedule === null || Object.keys(written.input).length > 0;
  const previewed = usePreview(content, written, may);
  const isTold = may === true && isChanged && !previewed.isOld && previewed.error === null;
  const days = Number(horizon);
  const dryRun = useDryRun(content, asRehearsed(written), { days, isAsked: isTold });
  const saving = useSaving({ company, content, schedule, draft, written, days, leave });
  const fault = useFieldFaults(previewed.error ?? saving.error);
  const form: FormPart = { fields: draft.fields, change: draft.change, fault };
  /** Whether somebody else changed it since this was begun. It was not, where it is as it is written: no answer came. */
  const isOvertaken =
    schedule !== null && draft.isChanged && schedule.revision !== draft.revision && !saysSame(saved, draft.fields);
  return { form, draft, may, isChanged, isOvertaken, previewed, dryRun, horizon, setHorizon, saving, leave };
}

type Writing = ReturnType<typeof useWriting>;

/** Writes a schedule: the form, what it will do, and what saving it changes. */
export function ScheduleForm(props: Form) {
  const { schedules } = useTexts();
  const writing = useWriting(props);
  const { form, draft, may, isChanged, previewed, dryRun, horizon, setHorizon, saving } = writing;
  const { schedule, named } = props;
  return (
    <form
      noValidate
      className={styles.page}
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save();
      }}
    >
      <fieldset disabled={may !== true} className={styles.form}>
        {draft.isChanged && <Unsaved discard={draft.discard} />}
        <RulePart form={form} />
        <VideosPart form={form} videos={named.videos} standsAt={schedule && nextPosition(schedule)} />
        <LimitsPart form={form} named={named} />
        <ClockPart form={form} matters={meetsClockChange(previewed.preview)} />
      </fieldset>
      <aside className={styles.aside}>
        <Preview previewed={previewed} videos={named.videos} />
        {isChanged && may === true && (
          <Consequences
            title={schedules.consequences}
            dryRun={dryRun}
            videos={named.videos}
            horizon={horizon}
            setHorizon={setHorizon}
          />
        )}
      </aside>
      <Actions {...props} writing={writing} />
      <AskToSave saving={saving} named={named} />
    </form>
  );
}

/** That something was written and not saved. */
function Unsaved({ discard }: { discard: () => void }) {
  const { edits } = useTexts();
  return (
    <div className={styles.draft}>
      <p>{edits.draft}</p>
      <Button variant="default" size="xs" onClick={discard}>
        {edits.discard}
      </Button>
    </div>
  );
}

/** Saves or deletes it, and says why not. */
function Actions({ company, schedule, saved, named, writing }: Form & { writing: Writing }) {
  const { edits } = useTexts();
  const { draft, isChanged, isOvertaken, saving, leave } = writing;
  return (
    <div className={styles.actions}>
      {isOvertaken && schedule && <ScheduleConflict schedule={schedule} saved={saved} draft={draft} named={named} />}
      {!isOutdated(saving.error) && <EditFault error={saving.error} fields={FAULT_FIELDS} />}
      <div className={styles.buttons}>
        <RoleButton takes="editor" type="submit" loading={saving.isBusy} disabled={!isChanged || isOvertaken}>
          {edits.save}
        </RoleButton>
        {schedule !== null && (
          <DeleteSchedule company={company} schedule={schedule} videos={named.videos} leave={leave} />
        )}
      </div>
    </div>
  );
}

/** Asks before a warning is added. */
function AskToSave({ saving: { warned, isBusy, send, cancel }, named }: { saving: Writing['saving']; named: Named }) {
  const { schedules } = useTexts();
  if (warned === null) return null;
  return (
    <ConfirmDialog
      title={schedules.saveQuestion}
      doIt={schedules.saveAnyway}
      isBusy={isBusy}
      confirm={send}
      close={cancel}
    >
      <NewWarnings warnings={warned.new_warnings} videos={named.videos} />
    </ConfirmDialog>
  );
}

const meetsClockChange = (preview: Foreseen | undefined): boolean =>
  preview !== undefined &&
  (preview.slots.some(({ clock_change }) => clock_change !== null) ||
    preview.left_out.some(({ reason }) => reason === 'clock_change'));
