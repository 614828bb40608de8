import type { ArContent } from 'ar-video-rotation-client';
import { BackLink } from '../shell/back-link';
import { FailureNote, NotLoaded } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { DeleteContent } from './delete-content';
import { useContent } from './queries';
import { SettingsForm } from './settings-form';

/** What a content is called, whether it is shown at all, and what it shows when nothing else is to be. */
export function SettingsPage({ company, id }: { company: number; id: number }) {
  const { data, error, refetch } = useContent(id);
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return (
    <>
      <FailureNote error={error} retry={refetch} />
      <Settings content={data} company={company} reload={refetch} />
    </>
  );
}

interface Known {
  company: number;
  content: ArContent;
  reload: () => unknown;
}

function Settings({ company, content, reload }: Known) {
  const { content: texts } = useTexts();
  usePageTitle(`${texts.settings}: ${content.title}`);
  return (
    <>
      <div>
        <BackLink to={`/c/${company}/contents/${content.id}`} title={content.title} />
        <h1>{texts.settings}</h1>
      </div>
      <SettingsForm company={company} content={content} reload={reload} />
      <DeleteContent company={company} content={content} />
    </>
  );
}
