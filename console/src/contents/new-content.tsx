import { useLocation } from 'wouter';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';

/** Leads to where a content is made. */
export function NewContent({ company }: { company: number }) {
  const { making } = useTexts();
  const [, navigate] = useLocation();
  return (
    <RoleButton takes="editor" onClick={() => navigate(`/c/${company}/contents/new`)}>
      {making.newContent}
    </RoleButton>
  );
}
