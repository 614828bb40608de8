import { AT, LATER } from './example-things.js';

/** Examples of what tells of the past and of what is to come. */
export const OUTLOOK_EXAMPLES: Partial<Record<string, object>> = {
  AuditEntry: {
    id: 91,
    company_id: 1,
    actor: 'key:3',
    actor_name: 'Website',
    action: 'project.update',
    subject: 'project:2',
    before: { id: 2, name: 'Spring' },
    after: { id: 2, name: 'Summer' },
    request_id: 'b7f3',
    address: null,
    created_at: AT,
  },
  TimelineFeed: {
    ar_content_id: 2,
    created_at: AT,
    calendar_url: 'http://localhost:3000/api/ar-content/2/timeline.ics?token=arv_secret',
  },
  Forecast: {
    ar_content_id: 2,
    company_id: 1,
    title: 'Poster',
    dark_at: LATER,
    dark_until: null,
    dark_because: 'no_video',
    one_left_at: AT,
    left_video_id: 4,
    reaches: LATER,
  },
};
