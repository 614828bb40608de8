import { useProjects } from '../service/queries';
import { useTexts } from '../texts/texts';
import type { useContentFilters } from './filters';
import styles from './project-folders.module.css';

/** The projects of a company, as folders: one is opened, or all contents are shown. */
export function ProjectFolders({
  company,
  filtering,
}: {
  company: number;
  filtering: ReturnType<typeof useContentFilters>;
}) {
  const { contents } = useTexts();
  const { filters, change } = filtering;
  const { data: projects = [] } = useProjects(company);
  if (projects.length === 0) return null;
  const folders = [['', contents.anyProject], ...projects.map(({ id, name }) => [String(id), name] as const)] as const;
  return (
    <nav aria-label={contents.projects}>
      <ul className={styles.folders}>
        {folders.map(([id, name]) => (
          <li key={id}>
            <button
              type="button"
              className={styles.folder}
              aria-current={filters.project === id ? 'true' : undefined}
              onClick={() => change('project', id)}
            >
              {id !== '' && <Folder />}
              {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Folder() {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path d="M3 6h6l2 2h10v11H3z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
    </svg>
  );
}
