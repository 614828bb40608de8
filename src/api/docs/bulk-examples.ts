import { AT, LATER, times, TOKEN } from './example-things.js';

const filter = { project_id: 3, is_active: true };
const said = { action: 'pause', filter, note: 'Stocktaking', until: LATER, missed: 'none' };

/** Examples of bulks, by the names of their schemas. */
export const BULK_EXAMPLES = {
  Bulk: {
    id: 7,
    company_id: 1,
    ...said,
    status: 'under_way',
    progress: { total: 412, done: 150, refused: 2, remaining: 260 },
    actor: 'key:1',
    workflow_id: 'bulk-7',
    ended_at: null,
    ...times,
  },
  BulkFilter: filter,
  BulkFilterInput: filter,
  BulkInput: { company_id: 1, ...said, dry_run: true },
  BulkItem: {
    id: 31,
    schedule_id: 2,
    ar_content_id: 2,
    status: 'refused',
    code: 'conflict',
    message: 'Rotation schedule 2 is inactive already.',
    ended_at: AT,
  },
  BulkProposal: {
    dry_run: true,
    company_id: 1,
    action: 'pause',
    count: 412,
    first_ids: [2, 5, 6],
    token: TOKEN,
    expires_at: AT,
  },
};
