import { useMemo } from 'react';
import { Button } from '@mantine/core';
import { DemoNote } from '../demo/demo-note';
import { EmptyState, FailureNote, NotLoaded } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { ContentRow } from './content-row';
import styles from './contents-page.module.css';
import { FilterBar } from './filter-bar';
import { useContentFilters } from './filters';
import { ProjectFolders } from './project-folders';
import { useContents, useRefresh } from './use-contents';
import { NewContent } from './new-content';
import { useLiveRows } from './use-live-rows';

/** Where the service stops counting. */
const MOST_COUNTED = 10_000;

/** The contents of a company: what each shows, what comes next, and which want attention. */
export function ContentsPage({ company }: { company: number }) {
  const { contents } = useTexts();
  const filtering = useContentFilters();
  const { filters } = filtering;
  const list = useContents(company, filters);
  const { data, error, refetch } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const watch = useLiveRows(rows, useRefresh(company, filters));
  const isEmpty = data !== undefined && rows.length === 0 && !filtering.isNarrowed;
  usePageTitle(contents.title);
  return (
    <>
      <div className={styles.head}>
        <h1>{contents.title}</h1>
        <output className={styles.count}>
          {data !== undefined && <Count total={data.pages[0]?.total} shown={rows.length} />}
        </output>
        {!isEmpty && (
          <span className={styles.act}>
            <NewContent company={company} />
          </span>
        )}
      </div>
      <DemoNote company={company} />
      <ProjectFolders company={company} filtering={filtering} />
      <FilterBar filtering={filtering} />
      {data === undefined ? <NotLoaded error={error} retry={refetch} /> : <FailureNote error={error} retry={refetch} />}
      {data !== undefined && rows.length === 0 && <Nothing company={company} filtering={filtering} />}
      {rows.length > 0 && (
        <ul aria-label={contents.list} aria-busy={list.isPlaceholderData} className={styles.list}>
          {rows.map((content) => (
            <ContentRow key={content.id} content={content} watch={watch} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="default"
          className={styles.more}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {contents.loadMore}
        </Button>
      )}
    </>
  );
}

function Count({ total, shown }: { total: number | undefined; shown: number }) {
  const { contents } = useTexts();
  if (total === undefined) return <>{contents.shown(shown)}</>;
  const all = total >= MOST_COUNTED ? contents.countOrMore(total) : contents.count(total);
  return <>{shown < total ? `${all}, ${contents.shown(shown)}` : all}</>;
}

interface Narrowed {
  company: number;
  filtering: ReturnType<typeof useContentFilters>;
}

function Nothing({ company, filtering: { isNarrowed, clear } }: Narrowed) {
  const { contents } = useTexts();
  if (isNarrowed) {
    return (
      <EmptyState title={contents.nothingFits}>
        <Button variant="default" onClick={clear}>
          {contents.clear}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={contents.none} hint={contents.noneHint}>
      <NewContent company={company} />
    </EmptyState>
  );
}
