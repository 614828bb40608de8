import { useQuery } from '@tanstack/react-query';
import type { Company } from 'ar-video-rotation-client';
import { useLocation } from 'wouter';
import { EditFault } from '../edits/edit-fault';
import { useEdit } from '../edits/use-edit';
import { service } from '../service/service';
import { ConfirmDialog } from '../shell/dialog';
import { useTexts } from '../texts/texts';

/** More than go with a demo. */
const MOST_CONTENTS = 200;
/** Those that are named. */
const NAMED = 12;

/** Removes a demo, after it was said what goes with it; leads to the choice of companies then. */
export function RemoveDemo({ company: { id, name }, close }: { company: Company; close: () => void }) {
  const { demo } = useTexts();
  const [, navigate] = useLocation();
  const { data: titles } = useQuery({
    queryKey: ['contents', id, 'titles'],
    queryFn: async ({ signal }) => {
      const { rows } = await service.contents.list({ company_id: id, limit: MOST_CONTENTS }, { signal }).page();
      return rows.map(({ title }) => title);
    },
  });
  const edit = useEdit({
    send: (_: null, key) => service.companies.delete(id, { idempotencyKey: key }),
    // Nothing else: what is asked of the company itself is gone.
    touches: [['companies']],
  });
  const remove = (): void => edit.mutate(null, { onSuccess: () => navigate('/?choose') });
  return (
    <ConfirmDialog
      title={demo.removeTitle(name)}
      doIt={demo.remove}
      isBusy={edit.isPending}
      confirm={remove}
      close={close}
    >
      {titles !== undefined && titles.length > 0 && <WhatGoes titles={titles} />}
      <p>{demo.removeHint}</p>
      <EditFault error={edit.error} />
    </ConfirmDialog>
  );
}

function WhatGoes({ titles }: { titles: readonly string[] }) {
  const { demo } = useTexts();
  const more = titles.length - NAMED;
  return (
    <>
      <p>{demo.removesWith(titles.length)}</p>
      <ul>
        {/* Titles may be alike. */}
        {[...titles.slice(0, NAMED).entries()].map(([index, title]) => (
          <li key={index}>{title}</li>
        ))}
        {more > 0 && <li>{demo.more(more)}</li>}
      </ul>
    </>
  );
}
