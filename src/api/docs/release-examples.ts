import { asShown, AT, LATER } from './example-things.js';

const spring = { name: 'Spring sale', note: 'All shops' };
const item = { ar_content_id: 2, video_id: 5 };
const summary = {
  id: 3,
  company_id: 1,
  ...spring,
  at: AT,
  revert_at: LATER,
  priority: 10,
  state: 'planned',
  item_count: 1,
  cancelled_at: null,
  ...asShown,
};

/** Examples of releases, by the names of their schemas. */
export const RELEASE_EXAMPLES = {
  Release: { ...summary, items: [{ ...item, override_id: 7, state: 'planned' }] },
  ReleaseChanges: { revert_at: LATER },
  ReleaseInput: { company_id: 1, ...spring, at: AT, revert_at: LATER, priority: 10, items: [item] },
  ReleaseItem: { ...item, override_id: 7, state: 'planned' },
  ReleaseItemInput: item,
  ReleaseSummary: summary,
};
