import { TextInput } from '@mantine/core';
import { useFieldFaults } from '../edits/faults';
import { useDraft } from '../edits/use-draft';
import { useEdit } from '../edits/use-edit';
import { useSession } from '../service/queries';
import { service } from '../service/service';
import { Choice } from '../shell/choice';
import { MakingForm } from '../shell/making-form';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { ownZone } from '../time/zone';
import { homeOf } from './home-of';

/** Those that the browser knows; its own may be called by an older name. */
const ZONES = [...new Set(['UTC', ownZone(), ...Intl.supportedValuesOf('timeZone')])].toSorted();
const NOTHING = { name: '', time_zone: ownZone() };
const FIELDS = ['name', 'time_zone'];

/** Where a company is made, in the zone of whoever makes it unless they choose another one. */
export function NewCompanyPage() {
  const { making } = useTexts();
  const draft = useDraft('new-company', NOTHING);
  const edit = useEdit({
    send: (company: typeof NOTHING, key) => service.companies.create(company, { idempotencyKey: draft.key || key }),
    touches: [['companies']],
  });
  const { data: session } = useSession();
  const faultOf = useFieldFaults(edit.error);
  usePageTitle(making.newCompany);
  const make = (): void =>
    edit.mutate(draft.fields, {
      onSuccess: ({ id }) => {
        draft.discard();
        location.assign(homeOf(id));
      },
    });
  return (
    <>
      <h1>{making.newCompany}</h1>
      {session !== undefined && session.company_id !== null && <p>{making.companyTakes}</p>}
      <MakingForm takes="admin" edit={edit} draft={draft} fields={FIELDS} doIt={making.makeCompany} make={make}>
        <TextInput
          label={making.companyName}
          required
          value={draft.fields.name}
          error={faultOf('name')}
          onChange={({ currentTarget }) => draft.change({ name: currentTarget.value })}
        />
        <Choice
          label={making.companyZone}
          hint={making.companyZoneHint}
          fault={faultOf('time_zone')}
          value={draft.fields.time_zone}
          options={ZONES.map((zone) => [zone, zone])}
          choose={(time_zone) => draft.change({ time_zone })}
        />
      </MakingForm>
    </>
  );
}
