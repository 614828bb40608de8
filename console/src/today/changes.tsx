import { useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { useLastVisit } from '../service/last-visit';
import { useSession } from '../service/queries';
import { useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { serviceNow } from '../time/clock';
import { Distance, Instant } from '../time/instant';
import styles from './changes.module.css';
import { ContentLink } from './content-link';
import { When } from './dark-row';
import type { ChangeGroup, Deed } from './group-changes';
import { Section } from './section';
import { MOST_CHANGES, useChanges, useTitles } from './use-changes';

const SHOWN_AT_FIRST = 10;
const FIRST_VISIT_MS = 7 * 86_400_000;

/** Who changed what since one was here last. */
export function Changes({ company }: { company: number }) {
  const { today, account } = useTexts();
  const visit = useLastVisit(company);
  const may = useMay('admin');
  if (may === false) {
    return (
      <Section id="changes" title={today.changes} asked={[]} className={styles.changes}>
        <p className={styles.quiet}>{today.changesTakeRole(account.roles.admin)}</p>
      </Section>
    );
  }
  return <Told company={company} visit={may ? visit : undefined} />;
}

function Told({ company, visit }: { company: number; visit: number | null | undefined }) {
  const { today } = useTexts();
  const [isWhole, setWhole] = useState(false);
  // A visit goes on, and what is told with it.
  const from = useMemo(() => (visit === null ? serviceNow() - FIRST_VISIT_MS : visit), [visit]);
  const asked = useChanges(company, from);
  const { groups, isMore } = asked;
  const shown = isWhole ? groups : groups.slice(0, SHOWN_AT_FIRST);
  const titles = useTitles(company, [...new Set(groups.flatMap(({ content }) => content ?? []))]);
  const hint = visit == null ? visit === null && today.firstVisit : <LastVisit at={visit} />;
  return (
    <Section id="changes" title={today.changes} hint={hint} asked={[asked]} className={styles.changes}>
      {groups.length === 0 ? (
        <p className={styles.none}>{today.noChanges}</p>
      ) : (
        <ul aria-labelledby="changes" className={styles.list}>
          {shown.map((group) => (
            <ChangeRow key={group.id} company={company} group={group} titles={titles} />
          ))}
        </ul>
      )}
      {shown.length < groups.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          {today.showAll(groups.length)}
        </Button>
      )}
      {isMore && <p className={styles.quiet}>{today.onlyLatest(MOST_CHANGES)}</p>}
    </Section>
  );
}

function LastVisit({ at }: { at: number }) {
  const { today } = useTexts();
  return (
    <>
      {today.lastVisit} <When at={new Date(at).toISOString()} />
    </>
  );
}

interface Row {
  company: number;
  group: ChangeGroup;
  titles: ReadonlyMap<number, string> | undefined;
}

function ChangeRow({ company, group, titles }: Row) {
  const { content, contentTitle, deeds, at } = group;
  const title = content === null ? undefined : titles?.get(content);
  return (
    <li>
      {content !== null &&
        (title === undefined ? (
          <Gone content={content} title={contentTitle} />
        ) : (
          <ContentLink company={company} id={content} title={title} />
        ))}
      <ul className={styles.deeds}>
        {deeds.map((deed) => (
          <li key={`${deed.action} ${deed.name}`}>
            <DeedWords deed={deed} />
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>
        <Actor group={group} /> · <Distance at={at} />, <Instant at={at} />
      </p>
    </li>
  );
}

function Gone({ content, title }: { content: number; title: string | undefined }) {
  const { today } = useTexts();
  return <strong>{title ?? today.gone(content)}</strong>;
}

function DeedWords({ deed: { action, name, count } }: { deed: Deed }) {
  const { today, actions } = useTexts();
  const known: Partial<Record<string, string>> = actions;
  // A newer service may do what this page has no words for.
  const words = `${known[action] ?? action}${name === undefined ? '' : `: ${name}`}`;
  return <>{count === 1 ? words : today.times(words, count)}</>;
}

/** Who it was; what the service does by itself it does in its own name. */
function Actor({ group: { actor, actorName } }: { group: ChangeGroup }) {
  const { today } = useTexts();
  const { data: session } = useSession();
  if (session?.actor === actor) return <>{today.yourself}</>;
  if (!actor.startsWith('key:')) return <>{today.service}</>;
  return <>{actorName ?? (session?.company_id === null ? today.someKey : today.operator)}</>;
}
