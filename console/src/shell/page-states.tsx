import type { ReactNode } from 'react';
import { Button, Skeleton } from '@mantine/core';
import { ProblemError } from 'ar-video-rotation-client';
import { useTexts } from '../texts/texts';
import { useTroubleWords } from '../texts/troubles';
import styles from './page-states.module.css';

interface Empty {
  title: string;
  hint?: string;
  /** What to do about it. */
  children?: ReactNode;
}

/** What stands where there is nothing to show: why, and the next step. */
export function EmptyState({ title, hint, children }: Empty) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {hint !== undefined && <p>{hint}</p>}
      {children}
    </div>
  );
}

/** What stands there until it is loaded. */
export function PageLoading() {
  const { loading } = useTexts();
  return (
    <div aria-busy="true" className={styles.loading}>
      <output className="visually-hidden">{loading}</output>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} height={72} radius="md" />
      ))}
    </div>
  );
}

/** An address that leads nowhere. */
export function NotThere() {
  const { failure } = useTexts();
  return <EmptyState title={failure.notThere} hint={failure.notThereHint} />;
}

interface Failed {
  error: Error;
  /** Why, where it is not the service that failed. */
  hint?: string;
  retry: () => unknown;
}

/** What stands there when it could not be loaded at all. */
export function PageFailure({ error, hint, retry }: Failed) {
  const { failure, tryAgain } = useTexts();
  const wordsFor = useTroubleWords();
  if (error instanceof ProblemError && error.status === 404) return <NotThere />;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div role="alert">
      <EmptyState title={failure.title} hint={hint ?? wordsFor(error)}>
        {requestId !== undefined && <p className={styles.request}>{failure.request(requestId)}</p>}
        <Button onClick={() => void retry()}>{tryAgain}</Button>
      </EmptyState>
    </div>
  );
}

/** What stands there as long as nothing was loaded: that it is being loaded, or why it could not be. */
export function NotLoaded({ error, retry }: { error: Error | null; retry: () => unknown }) {
  return error === null ? <PageLoading /> : <PageFailure error={error} retry={retry} />;
}

/** What is told above what was loaded before, when it could not be loaded anew. A lost connection is told elsewhere. */
export function FailureNote({ error, retry }: { error: Error | null; retry: () => unknown }) {
  const { failure, tryAgain } = useTexts();
  const wordsFor = useTroubleWords();
  if (!(error instanceof ProblemError)) return null;
  return (
    <p role="alert" className={styles.note}>
      {failure.title}: {wordsFor(error)}{' '}
      <Button variant="default" size="xs" onClick={() => void retry()}>
        {tryAgain}
      </Button>
    </p>
  );
}
