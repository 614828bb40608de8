import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { PauseInput, RotationSchedule } from 'ar-video-rotation-client';
import { EditFault } from '../edits/edit-fault';
import { useFieldFaults } from '../edits/faults';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { Choice } from '../shell/choice';
import { Dialog } from '../shell/dialog';
import { InstantField } from '../shell/instant-field';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { useZone } from '../time/zone';
import { touchedBy } from './queries';
import styles from './pausing.module.css';

const MISSED = ['none', 'once', 'all'] as const;
type Missed = (typeof MISSED)[number];

interface Paused {
  company: number;
  schedule: RotationSchedule;
}

/** Pauses a schedule, with a note and until when, if somebody likes. */
export function PauseButton({ company, schedule }: Paused) {
  const { content: texts } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <RoleButton takes="editor" variant="default" size="xs" onClick={() => setOpen(true)}>
        {texts.pause}
      </RoleButton>
      {isOpen && <PauseDialog company={company} schedule={schedule} close={() => setOpen(false)} />}
    </>
  );
}

function PauseDialog({ company, schedule: { id, ar_content_id: content }, close }: Paused & { close: () => void }) {
  const { edits, content: texts } = useTexts();
  const { zone = 'UTC' } = useZone();
  const [note, setNote] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const [missed, setMissed] = useState<Missed>('none');
  const edit = useEdit({
    send: (pause: PauseInput, key) => service.schedules.pause(id, pause, { idempotencyKey: key }),
    touches: touchedBy(company, content),
    told: () => texts.pausedNow,
    // What fell into those seconds is made up for.
    undo: () => service.schedules.resume(id, { missed: 'all' }),
  });
  const faultOf = useFieldFaults(edit.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wishes = { missed, ...(note.trim() !== '' && { note: note.trim() }), ...(until !== null && { until }) };
    edit.mutate(wishes, { onSuccess: close });
  };
  return (
    <Dialog title={texts.pause} close={close}>
      <form onSubmit={submit} className={styles.form}>
        <p>{texts.pauseHint}</p>
        <TextInput
          label={texts.pauseNote}
          maxLength={500}
          value={note}
          error={faultOf('note')}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <InstantField
          label={texts.pauseUntil(zone)}
          hint={texts.pauseUntilHint}
          value={until}
          error={faultOf('until')}
          change={setUntil}
        />
        <MissedChoice value={missed} choose={setMissed} />
        <EditFault error={edit.error} fields={['note', 'until', 'missed']} />
        <div className={styles.choices}>
          <Button variant="default" onClick={close}>
            {edits.cancel}
          </Button>
          <RoleButton takes="editor" type="submit" loading={edit.isPending}>
            {texts.pause}
          </RoleButton>
        </div>
      </form>
    </Dialog>
  );
}

/** Has a paused schedule go on. */
export function ResumeButton({ company, schedule }: Paused) {
  const { content: texts } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <RoleButton takes="editor" size="xs" onClick={() => setOpen(true)}>
        {texts.resume}
      </RoleButton>
      {isOpen && <ResumeDialog company={company} schedule={schedule} close={() => setOpen(false)} />}
    </>
  );
}

function ResumeDialog({ company, schedule, close }: Paused & { close: () => void }) {
  const { edits, content: texts } = useTexts();
  const { id, pause_note: note, resume_at: until, resume_missed } = schedule;
  const [missed, setMissed] = useState<Missed>(resume_missed);
  const edit = useEdit({
    send: (choice: Missed, key) => service.schedules.resume(id, { missed: choice }, { idempotencyKey: key }),
    touches: touchedBy(company, schedule.ar_content_id),
    told: () => texts.resumedNow,
    undo: () => service.schedules.pause(id, { note, until, missed: resume_missed }),
  });
  return (
    <Dialog title={texts.resume} close={close}>
      <div className={styles.form}>
        <MissedChoice value={missed} choose={setMissed} />
        <EditFault error={edit.error} />
        <div className={styles.choices}>
          <Button variant="default" onClick={close}>
            {edits.cancel}
          </Button>
          <RoleButton takes="editor" loading={edit.isPending} onClick={() => edit.mutate(missed, { onSuccess: close })}>
            {texts.resume}
          </RoleButton>
        </div>
      </div>
    </Dialog>
  );
}

function MissedChoice({ value, choose }: { value: Missed; choose: (missed: Missed) => void }) {
  const { content: texts } = useTexts();
  return (
    <Choice
      label={texts.missed}
      value={value}
      options={MISSED.map((missed) => [missed, texts.missedChoices[missed]])}
      choose={choose}
    />
  );
}
