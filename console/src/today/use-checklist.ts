import { useEffect, useState } from 'react';
import { useLocalStorage } from '@mantine/hooks';
import type { ArContent } from 'ar-video-rotation-client';
import { useBeginnings, useFirstContents } from './queries';

/** What leads from nothing to a content that comes alive, in this order. */
export const STEPS = ['company', 'content', 'upload', 'schedule', 'watch'] as const;
export type Step = (typeof STEPS)[number];

/** What the browser remembers of a company's. */
interface Memory {
  /** It was shown: it stays until it is done. */
  isBegun: boolean;
  isWatched: boolean;
  /** It was done, or put away. */
  isOver: boolean;
}

const NEW: Memory = { isBegun: false, isWatched: false, isOver: false };

/** How far a company is with its first content. @returns undefined: it is not known yet */
function useDone(first: ArContent | undefined, isWatched: boolean): Record<Step, boolean> | undefined {
  const { data } = useBeginnings(first?.id ?? null);
  if (first === undefined) return { company: true, content: false, upload: false, schedule: false, watch: false };
  return data && { company: true, content: true, ...data, watch: isWatched };
}

/**
 * Whether a company is shown the checklist, and how far it is: from when it has nothing, or one content without a video or
 * a schedule, until all is done or it is put away.
 */
export function useChecklist(company: number) {
  const { data: contents } = useFirstContents(company);
  const [memory, setMemory] = useLocalStorage<Memory>({
    key: `console:checklist:${company}`,
    defaultValue: NEW,
    getInitialValueInEffect: false,
  });
  // Once all is done it says so, until one leaves.
  const [isAway, setAway] = useState(memory.isOver);
  const isWanted = contents !== undefined && !isAway && (memory.isBegun || contents.length < 2);
  const first = isWanted ? contents[0] : undefined;
  const done = useDone(first, memory.isWatched);
  const isNew = done !== undefined && !(done.upload && done.schedule);
  const isShown = isWanted && (memory.isBegun || isNew);
  const isAll = done !== undefined && STEPS.every((step) => done[step]);
  useEffect(() => {
    if (!isShown || (memory.isBegun && memory.isOver === isAll)) return;
    setMemory({ ...memory, isBegun: true, isOver: isAll });
  }, [isShown, isAll, memory, setMemory]);
  return {
    isEmpty: contents?.length === 0,
    shown: isShown && done !== undefined ? { first, done, isAll } : undefined,
    watch: () => setMemory({ ...memory, isWatched: true }),
    putAway: () => {
      setAway(true);
      setMemory({ ...memory, isOver: true });
    },
  };
}
