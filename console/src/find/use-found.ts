import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListedArContent } from 'ar-video-rotation-client';
import { service } from '../service/service';

const MOST_FOUND = 10;
const TYPING_MS = 150;

/** The first contents that fit; undefined: nothing was sought yet. */
export function useFound(company: number, text: string): ListedArContent[] | undefined {
  const [sought] = useDebouncedValue(text.trim(), TYPING_MS);
  const query = { company_id: company, q: sought, sort: 'title', limit: MOST_FOUND, include: ['live'] } as const;
  const { data } = useQuery({
    queryKey: ['find', company, sought],
    queryFn: async ({ signal }) =>
      (await service.contents.list({ ...query, include: [...query.include] }, { signal }).page()).rows,
    enabled: sought !== '',
    placeholderData: keepPreviousData,
  });
  return sought === '' ? undefined : data;
}
