import { useCallback, useEffect, useRef } from 'react';
import type { ListedArContent } from 'ar-video-rotation-client';
import { serviceNow } from '../time/clock';

const LOOK_EVERY_MS = 200;
const ASK_AT_MOST_EVERY_MS = 1_000;
/** What others edit is seen after so long at the latest. */
const ASK_AT_LEAST_EVERY_MS = 30_000;
/** The answer is then surely that of after the instant. */
const AFTER_MS = 20;
/** The service takes 200 ids. */
const MAX_IDS = 200;

/** When a row has to be asked for anew. */
function dueAt({ live }: ListedArContent, askedAt: number): number {
  const validUntil = Date.parse(live?.valid_until ?? '') + AFTER_MS;
  return Math.min(askedAt + ASK_AT_LEAST_EVERY_MS, Number.isNaN(validUntil) ? Infinity : validUntil);
}

/**
 * Keeps those rows true that are seen: each is asked for anew when what it says ends, all together at most once a second.
 * @returns the ref of a row's element, whose `data-id` is the id
 */
export function useLiveRows(
  rows: readonly ListedArContent[],
  refresh: (ids: readonly number[]) => Promise<void>,
): (element: Element) => () => void {
  const seen = useRef(new Set<number>());
  const asked = useRef(new Map<number, number>());
  const observer = useRef<IntersectionObserver>(null);

  const watch = useCallback((element: Element) => {
    observer.current ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = Number(target.getAttribute('data-id'));
        if (isIntersecting) seen.current.add(id);
        else seen.current.delete(id);
      }
    });
    observer.current.observe(element);
    return () => {
      observer.current?.unobserve(element);
      seen.current.delete(Number(element.getAttribute('data-id')));
    };
  }, []);

  useEffect(() => {
    let lastAskedAt = 0;
    let isAsking = false;
    const look = async (): Promise<void> => {
      const now = serviceNow();
      if (isAsking || document.visibilityState !== 'visible' || now - lastAskedAt < ASK_AT_MOST_EVERY_MS) return;
      const visible = rows.filter(({ id }) => seen.current.has(id));
      for (const { id } of visible) if (!asked.current.has(id)) asked.current.set(id, now);
      const due = visible.filter((row) => dueAt(row, asked.current.get(row.id) ?? now) <= now).slice(0, MAX_IDS);
      if (due.length === 0) return;
      isAsking = true;
      lastAskedAt = now;
      for (const { id } of due) asked.current.set(id, now);
      // What fails is due again: a lost connection is told elsewhere.
      await refresh(due.map(({ id }) => id)).catch(() => undefined);
      isAsking = false;
    };
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [rows, refresh]);

  return watch;
}
