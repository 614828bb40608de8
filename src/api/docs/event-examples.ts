import type { WebhookEventType } from '../../domain/webhook.js';
import { AT, LATER, SOME_UUID } from './example-things.js';

const content = { ar_content_id: 2, unique_id: SOME_UUID };

const rotation = {
  ...content,
  rotation_id: 9,
  schedule_id: 2,
  from_video_id: 4,
  from_title: 'Spring',
  to_video_id: 5,
  to_title: 'Autumn',
  due_at: AT,
  applied_at: AT,
  cause: 'schedule',
  note: null,
  reason: 'rotation',
  override_id: null,
};
const isForetold = { withdrawn: false, withdraws: null };
const shownBefore = { from_video_id: 4, from_title: 'Spring' };
const video = { ...content, video_id: 5, title: 'Autumn' };
const nothing = { to_video_id: null, to_title: null };
const release = {
  release_id: 3,
  name: 'Spring sale',
  note: 'All shops',
  at: AT,
  revert_at: LATER,
  priority: 10,
  item_count: 20,
  gone_count: 0,
};

/** What the `data` of each kind of event looks like. */
export const EVENT_EXAMPLES: Readonly<Record<WebhookEventType, object>> = {
  'rotation.done': rotation,
  'rotation.will_change': {
    ...content,
    due_at: LATER,
    ...shownBefore,
    to_video_id: 5,
    to_title: 'Autumn',
    reason: 'rotation',
    schedule_id: 2,
    override_id: null,
    ...isForetold,
  },
  'rotation.late': { ...rotation, applied_at: LATER },
  'rotation.failed': { ...rotation, ...nothing, note: 'no_showable_video', reason: null },
  'schedule.ended': { ...content, schedule_id: 2, last_slot_at: AT },
  'content.going_dark': {
    ...content,
    due_at: LATER,
    dark_until: null,
    dark_because: 'no_video',
    ...isForetold,
  },
  'content.dark': { ...rotation, ...nothing, schedule_id: null, cause: 'expiry', reason: null },
  'video.ready': { ...video, failure_code: null, failure_reason: null },
  'video.failed': { ...video, failure_code: 'broken', failure_reason: 'The file is cut off.' },
  'release.live': release,
  'release.over': release,
};
