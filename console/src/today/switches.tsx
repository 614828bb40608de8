import { useState } from 'react';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Thumbnail } from '../contents/thumbnail';
import list from '../shell/list.module.css';
import { useTexts } from '../texts/texts';
import { Distance, Instant } from '../time/instant';
import { ContentLink } from './content-link';
import { useSwitches, type Switch } from './queries';
import { Section } from './section';
import styles from './switches.module.css';

const SHOWN_AT_FIRST = 10;

/** What changes within a day: of each content its next change, the soonest first. */
export function Switches({ company }: { company: number }) {
  const { today } = useTexts();
  const [isWhole, setWhole] = useState(false);
  const asked = useSwitches(company);
  const { switches, isMore } = asked;
  const shown = isWhole ? switches : switches.slice(0, SHOWN_AT_FIRST);
  return (
    <Section id="switches" title={today.switches} hint={today.switchesHint} asked={[asked]} className={styles.switches}>
      {switches.length === 0 ? (
        <div className={styles.none}>
          <strong>{today.noSwitches}</strong>
          <p className={styles.quiet}>{today.noSwitchesHint}</p>
        </div>
      ) : (
        <ul aria-labelledby="switches" className={list.list}>
          {shown.map(({ content, at }) => (
            <SwitchRow key={content.id} company={company} content={content} at={at} />
          ))}
        </ul>
      )}
      {shown.length < switches.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          {today.showAll(switches.length)}
        </Button>
      )}
      {shown.length === switches.length && isMore && (
        <Link href={`/c/${company}/contents?sort=next_step_at`} className={styles.all}>
          {today.moreSwitches}
        </Link>
      )}
    </Section>
  );
}

function SwitchRow({ company, content, at }: Switch & { company: number }) {
  const { today, reasons } = useTexts();
  const { id, title, live, live_video: from, next_video: to } = content;
  const reason = live?.next_reason;
  return (
    <li className={styles.row}>
      <Thumbnail url={to?.thumbnail_url} />
      <div className={styles.words}>
        <ContentLink company={company} id={id} title={title} />
        <p>{today.fromTo(from?.title ?? '', to?.title ?? '')}</p>
        <p className={styles.quiet}>
          <Distance at={at} /> · <Instant at={at} />
          {reason != null && `, ${reasons[reason] ?? reason}`}
        </p>
      </div>
    </li>
  );
}
