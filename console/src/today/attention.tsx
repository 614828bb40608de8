import { useState } from 'react';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Badge } from '../contents/badges';
import { useTexts } from '../texts/texts';
import styles from './attention.module.css';
import { DarkRow } from './dark-row';
import { MOST_SHOWN } from './queries';
import { Section } from './section';
import { TroubledRow } from './troubled-row';
import type { DarkKind, TroubledKind, useAttention } from './use-attention';

type Found = ReturnType<typeof useAttention>;

const isDark = (kind: DarkKind | TroubledKind): kind is DarkKind => kind.name === 'dark' || kind.name === 'dark_soon';

/** How many contents want attention, for what, and the way to them. */
export function Counts({ kinds }: { kinds: Found['kinds'] }) {
  const { today, badges } = useTexts();
  if (kinds.length === 0) return null;
  return (
    <nav aria-label={today.jump} className={styles.counts}>
      {kinds.map(({ name, count, isMore }) => (
        <a key={name} href={`#${name}`}>
          <Badge name={name}>{today.counted(badges[name], count, isMore)}</Badge>
        </a>
      ))}
    </nav>
  );
}

/** What wants attention, kind by kind: a few of each, and the way to all of them. */
export function Attention({ company, found }: { company: number; found: Found }) {
  const { today } = useTexts();
  const { kinds, dark, asked } = found;
  const isCalm = kinds.length === 0 && !dark.isLooking && !dark.hasNextPage;
  return (
    <Section id="attention" title={today.attention} asked={asked} className={styles.attention}>
      <div className={styles.kinds}>
        {kinds.map((kind) =>
          isDark(kind) ? (
            <DarkOnes key={kind.name} company={company} kind={kind} />
          ) : (
            <TroubledOnes key={kind.name} company={company} kind={kind} />
          ),
        )}
        {dark.isLooking && <output className={styles.quiet}>{today.looking}</output>}
        {isCalm && (
          <div className={styles.calm}>
            <strong>{today.calm}</strong>
            <p className={styles.quiet}>{today.calmHint}</p>
          </div>
        )}
        {dark.hasNextPage && !dark.isLooking && (
          <Button variant="default" loading={dark.isFetchingNextPage} onClick={() => void dark.fetchNextPage()}>
            {today.lookFurther}
          </Button>
        )}
      </div>
    </Section>
  );
}

function Heading({ kind: { name } }: { kind: DarkKind | TroubledKind }) {
  return (
    <h3 id={name} className={styles.heading}>
      <Badge name={name} />
    </h3>
  );
}

/** No list can be filtered by darkness: all that were found are shown here. */
function DarkOnes({ company, kind }: { company: number; kind: DarkKind }) {
  const { today } = useTexts();
  const [isWhole, setWhole] = useState(false);
  const { name, found, count } = kind;
  const shown = isWhole ? found : found.slice(0, MOST_SHOWN);
  return (
    <section aria-labelledby={name} className={styles.kind}>
      <Heading kind={kind} />
      {name === 'dark' && <p className={styles.quiet}>{today.darkHint}</p>}
      <ul className={styles.list}>
        {shown.map((forecast) => (
          <DarkRow key={forecast.ar_content_id} company={company} forecast={forecast} isNow={name === 'dark'} />
        ))}
      </ul>
      {shown.length < count && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          {today.showAll(count)}
        </Button>
      )}
    </section>
  );
}

function TroubledOnes({ company, kind }: { company: number; kind: TroubledKind }) {
  const { today } = useTexts();
  const { name, found, count } = kind;
  return (
    <section aria-labelledby={name} className={styles.kind}>
      <Heading kind={kind} />
      {name === 'late' && <p className={styles.quiet}>{today.lateHint}</p>}
      <ul className={styles.list}>
        {found.map((content) => (
          <TroubledRow key={content.id} company={company} content={content} trouble={name} />
        ))}
      </ul>
      {found.length < count && (
        <Link href={`/c/${company}/contents?state=${name}`} className={styles.all}>
          {today.allOfThem(count)}
        </Link>
      )}
    </section>
  );
}
