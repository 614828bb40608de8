/** What clients make, change and delete: as the audit log names it, and in words. */
export const NOUNS = {
  company: 'company',
  project: 'project',
  api_key: 'API key',
  person: 'person',
  storage_connection: 'storage connection',
  storage_move: 'storage move',
  ar_content: 'AR content',
  video: 'video',
  schedule: 'rotation schedule',
  override: 'override',
  release: 'release',
  calendar: 'calendar',
  daypart: 'daypart',
  webhook: 'webhook',
  bulk: 'bulk',
} as const;

export type Noun = keyof typeof NOUNS;
