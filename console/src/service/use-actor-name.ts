import { skipToken, useQuery } from '@tanstack/react-query';
import { useSession } from './queries';
import { service } from './service';
import { useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';

/** What whoever did something is called, from the audit log; undefined: it is not known, or not for this person to know. */
export function useActorName(actor: string | null): string | undefined {
  const { today } = useTexts();
  const { data: session } = useSession();
  const isOwn = session !== undefined && session.actor === actor;
  const mayAsk = useMay('admin') === true;
  const { data } = useQuery({
    queryKey: ['audit', 'actor', actor],
    queryFn:
      actor === null || isOwn || !mayAsk
        ? skipToken
        : async ({ signal }) => (await service.auditLog.list({ actor, limit: 1 }, { signal }).page()).rows[0] ?? null,
    staleTime: Infinity,
  });
  return isOwn ? today.you : (data?.actor_name ?? undefined);
}
