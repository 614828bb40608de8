import { Checkbox, TextInput } from '@mantine/core';
import { useLocation } from 'wouter';
import { useFieldFaults } from '../edits/faults';
import { useDraft, type Draft } from '../edits/use-draft';
import { useEdit } from '../edits/use-edit';
import { useProjects } from '../service/queries';
import { service } from '../service/service';
import { BackLink } from '../shell/back-link';
import { Choice } from '../shell/choice';
import { MakingForm } from '../shell/making-form';
import { PageLoading } from '../shell/page-states';
import { useMay } from '../shell/role-button';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { instantOf } from '../time/local-time';
import { useZone } from '../time/zone';

/** As they are written. */
interface Written {
  title: string;
  /** The id of one; '': none. */
  project: string;
  is_active: boolean;
  /** What the clocks of a zone show; '': never. */
  expires: string;
  /** The zone that was chosen when that was written: it means the same whatever is chosen later. */
  zone: string;
}

const NOTHING: Written = { title: '', project: '', is_active: true, expires: '', zone: '' };
const FIELDS = ['title', 'project_id', 'is_active', 'expires_at'];

/** Where a content is made. */
export function NewContentPage({ company }: { company: number }) {
  const { making, navigation } = useTexts();
  const { zone } = useZone();
  usePageTitle(making.newContent);
  return (
    <>
      <div>
        <BackLink to={`/c/${company}/contents`} title={navigation.contents} />
        <h1>{making.newContent}</h1>
      </div>
      {/* Until then nobody knows by which clocks an instant is meant. */}
      {zone === undefined ? <PageLoading /> : <ContentForm company={company} zone={zone} />}
    </>
  );
}

function ContentForm({ company, zone: chosen }: { company: number; zone: string }) {
  const { making } = useTexts();
  const [, navigate] = useLocation();
  const draft = useDraft(`company/${company}/new-content`, NOTHING);
  const edit = useEdit({
    send: ({ title, project, is_active, expires, zone }: Written, key) => {
      const ends = expires === '' ? {} : { expires_at: new Date(instantOf(expires, zone)).toISOString() };
      const within = project === '' ? {} : { project_id: Number(project) };
      const content = { company_id: company, title, is_active, ...within, ...ends };
      return service.contents.create(content, { idempotencyKey: draft.key || key });
    },
    touches: [['contents', company]],
    told: ({ title }) => making.madeContent(title),
  });
  const make = (): void =>
    edit.mutate(draft.fields, {
      onSuccess: ({ id }) => {
        draft.discard();
        navigate(`/c/${company}/contents/${id}`);
      },
    });
  return (
    <MakingForm takes="editor" edit={edit} draft={draft} fields={FIELDS} doIt={making.makeContent} make={make}>
      <Fields company={company} draft={draft} error={edit.error} zone={chosen} />
    </MakingForm>
  );
}

interface Form {
  company: number;
  draft: Draft<Written>;
  error: Error | null;
  zone: string;
}

function Fields({ company, draft: { fields, change }, error, zone }: Form) {
  const { making } = useTexts();
  const { data: projects = [] } = useProjects(company);
  const faultOf = useFieldFaults(error);
  const isReadOnly = useMay('editor') === false;
  return (
    <>
      <TextInput
        label={making.contentTitle}
        description={making.contentTitleHint}
        required
        disabled={isReadOnly}
        value={fields.title}
        error={faultOf('title')}
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      {projects.length > 0 && (
        <Choice
          label={making.project}
          value={fields.project}
          options={[['', making.noProject], ...projects.map(({ id, name }) => [String(id), name] as const)]}
          choose={(project) => change({ project })}
        />
      )}
      <Checkbox
        label={making.isActive}
        disabled={isReadOnly}
        checked={fields.is_active}
        onChange={({ currentTarget }) => change({ is_active: currentTarget.checked })}
      />
      <TextInput
        type="datetime-local"
        label={making.expires}
        description={making.expiresHint(fields.expires === '' ? zone : fields.zone)}
        disabled={isReadOnly}
        value={fields.expires}
        error={faultOf('expires_at')}
        onChange={({ currentTarget }) => change({ expires: currentTarget.value, zone })}
      />
    </>
  );
}
