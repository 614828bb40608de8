import { NewContent } from '../contents/new-content';
import { EmptyState } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { Attention, Counts } from './attention';
import { Changes } from './changes';
import { Checklist } from './checklist';
import { Switches } from './switches';
import styles from './today-page.module.css';
import { useAttention } from './use-attention';
import { useChecklist } from './use-checklist';

/** What needs somebody today, what comes next, and what was done since they were here last. */
export function TodayPage({ company }: { company: number }) {
  const { today, contents } = useTexts();
  const found = useAttention(company);
  const list = useChecklist(company);
  usePageTitle(today.title);
  return (
    <>
      <div className={styles.head}>
        <h1>{today.title}</h1>
        <Counts kinds={found.kinds} />
      </div>
      <Checklist company={company} list={list} />
      {list.isEmpty ? (
        list.shown === undefined && (
          <EmptyState title={contents.none} hint={contents.noneHint}>
            <NewContent company={company} />
          </EmptyState>
        )
      ) : (
        <div className={styles.rooms}>
          <Attention company={company} found={found} />
          <Switches company={company} />
          <Changes company={company} />
        </div>
      )}
    </>
  );
}
