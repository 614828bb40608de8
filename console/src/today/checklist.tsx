import { Button } from '@mantine/core';
import type { ArContent } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import styles from './checklist.module.css';
import { STEPS, type Step, type useChecklist } from './use-checklist';

type List = ReturnType<typeof useChecklist>;

/** The way from nothing to a content that comes alive: what is done, and the next step. */
export function Checklist({ company, list }: { company: number; list: List }) {
  const { checklist } = useTexts();
  const { shown, watch, putAway } = list;
  if (shown === undefined) return null;
  const { first, done, isAll } = shown;
  const next = STEPS.find((step) => !done[step]);
  return (
    <section aria-labelledby="checklist" className={styles.checklist}>
      <div className={styles.head}>
        <h2 id="checklist">{checklist.title}</h2>
        <Button variant="subtle" size="compact-sm" onClick={putAway}>
          {checklist.putAway}
        </Button>
      </div>
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <StepRow
            key={step}
            step={step}
            state={done[step] ? 'done' : step === next ? 'next' : 'later'}
            company={company}
            first={first}
            watch={watch}
          />
        ))}
      </ol>
      <output className={styles.all}>{isAll && checklist.allDone}</output>
    </section>
  );
}

interface Row {
  step: Step;
  state: 'done' | 'next' | 'later';
  company: number;
  /** The first content; undefined: there is none yet. */
  first: ArContent | undefined;
  watch: () => void;
}

const SIGNS: Record<Row['state'], string> = { done: '✓', next: '→', later: '·' };

function StepRow({ step, state, company, first, watch }: Row) {
  const { checklist } = useTexts();
  return (
    <li className={styles[state]} aria-current={state === 'next' ? 'step' : undefined}>
      <span aria-hidden="true" className={styles.sign}>
        {SIGNS[state]}
      </span>
      <span>
        <span className="visually-hidden">{checklist[state]}: </span>
        <StepWords step={step} isNext={state === 'next'} company={company} first={first} watch={watch} />
      </span>
    </li>
  );
}

/** Where a step is done; undefined: there is nothing yet to do it with. */
function addressOf(step: Step, company: number, first: ArContent | undefined): string | undefined {
  if (step === 'content') return `/c/${company}/contents/${first?.id ?? 'new'}`;
  if (first === undefined) return undefined;
  if (step === 'upload') return `/c/${company}/contents/${first.id}/videos`;
  return step === 'schedule' ? `/c/${company}/contents/${first.id}/schedules/new` : undefined;
}

function StepWords({ step, isNext, company, first, watch }: Omit<Row, 'state'> & { isNext: boolean }) {
  const { checklist, edits, account } = useTexts();
  const words = checklist.steps[step];
  const may = useMay('editor');
  if (step === 'watch' && first !== undefined) {
    return (
      <a href={`/view/${first.unique_id}`} target="_blank" rel="noreferrer" onClick={watch}>
        {words}
      </a>
    );
  }
  const address = addressOf(step, company, first);
  if (address === undefined) return <>{words}</>;
  if (isNext && may === false) {
    return (
      <span className={styles.quiet}>
        {words} ({edits.takesRole(account.roles.editor)})
      </span>
    );
  }
  return <Link href={address}>{words}</Link>;
}
