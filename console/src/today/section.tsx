import type { ReactNode } from 'react';
import { Skeleton } from '@mantine/core';
import { FailureNote, PageFailure } from '../shell/page-states';
import { useTexts } from '../texts/texts';
import styles from './section.module.css';

/** What a section is made of; several may be waited for. */
interface Asked {
  data: unknown;
  error: Error | null;
  refetch: () => unknown;
}

interface Room {
  id: string;
  title: string;
  /** What it is about. */
  hint?: ReactNode;
  asked: readonly Asked[];
  className?: string | undefined;
  children: ReactNode;
}

/** A part of the page: it loads, fails and goes on by itself, whatever the others do. */
export function Section({ id, title, hint, asked, className, children }: Room) {
  const isLoaded = asked.every(({ data }) => data !== undefined);
  const failed = asked.find(({ error }) => error !== null);
  const retry = (): void => {
    for (const { error, refetch } of asked) if (error !== null) void refetch();
  };
  return (
    <section aria-labelledby={id} className={className}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
      {isLoaded && <FailureNote error={failed?.error ?? null} retry={retry} />}
      {isLoaded ? children : <Missing error={failed?.error ?? null} retry={retry} />}
    </section>
  );
}

function Missing({ error, retry }: { error: Error | null; retry: () => void }) {
  const { loading } = useTexts();
  if (error !== null) return <PageFailure error={error} retry={retry} />;
  return (
    <div aria-busy="true" className={styles.loading}>
      <output className="visually-hidden">{loading}</output>
      <Skeleton height={56} radius="md" />
      <Skeleton height={56} radius="md" />
    </div>
  );
}
