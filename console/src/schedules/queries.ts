import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { RotationPreview, RotationScheduleChanges, RotationScheduleInput } from 'ar-video-rotation-client';
import type { Rehearsed } from '../rehearsal/dry-run';
import { useSpeech } from '../texts/texts';
import { service } from '../service/service';

const TYPING_MS = 300;
const SLOTS = 10;

/** What is asked about: a schedule to be made, or how one is to be changed. */
export type Written =
  | { schedule: null; input: RotationScheduleInput }
  | { schedule: number; revision: number; input: RotationScheduleChanges };

/** What a schedule would do. */
export type Foreseen = Pick<RotationPreview, 'words' | 'slots' | 'left_out' | 'all_found'>;

/** What is known of that while somebody types. */
export interface Previewed {
  /** The last that could be told. */
  preview: Foreseen | undefined;
  /** It is of what was written before. */
  isOld: boolean;
  error: Error | null;
}

/** What those may see who may not ask for a preview: what a schedule does as it is. */
async function askAsViewer(schedule: number, signal: AbortSignal): Promise<Foreseen> {
  const [{ words }, upcoming] = await Promise.all([
    service.schedules.get(schedule, { signal }),
    service.schedules.upcoming(schedule, { count: SLOTS }, { signal }),
  ]);
  return { words, ...upcoming };
}

const ask = (content: number, { schedule, input }: Written, signal: AbortSignal): Promise<Foreseen> =>
  schedule === null
    ? service.schedules.preview({ ...input, ar_content_id: content, count: SLOTS }, { signal })
    : service.schedules.previewChange(schedule, { ...input, count: SLOTS }, { signal });

/** What was written, once the fingers rest. */
const useRested = (written: Written): Written => {
  const [text] = useDebouncedValue(JSON.stringify(written), TYPING_MS);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written one line above
  return JSON.parse(text) as Written;
};

/**
 * The service's own preview of what is written, as one types: one question at a time, what was told last stays.
 * @param mayAsk undefined: it is not known yet whether the person may
 */
export function usePreview(content: number, written: Written, mayAsk: boolean | undefined): Previewed {
  const { language } = useSpeech();
  const rested = useRested(written);
  const [last, setLast] = useState<Foreseen>();
  const { schedule } = rested;
  const { data, error } = useQuery({
    queryKey: ['rehearsal', content, 'preview', language, rested, mayAsk],
    queryFn: ({ signal }) =>
      mayAsk === false && schedule !== null ? askAsViewer(schedule, signal) : ask(content, rested, signal),
    enabled: mayAsk === true || (mayAsk === false && schedule !== null),
    gcTime: 0,
  });
  if (data !== undefined && data !== last) setLast(data);
  const isOld = data === undefined || JSON.stringify(rested) !== JSON.stringify(written);
  return { preview: data ?? last, isOld, error };
}

/** What is asked about, as one change of its content. */
export const asRehearsed = (written: Written): Rehearsed =>
  written.schedule === null
    ? { changes: [{ op: 'create_schedule', body: written.input }], revision: 0 }
    : {
        changes: [{ op: 'update_schedule', id: written.schedule, body: written.input }],
        revision: written.revision,
      };
