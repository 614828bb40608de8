import { apiKey, asShown, AT, LATER } from './example-things.js';

const difference = {
  workflow_id: 'rotation-schedule-7',
  problem: 'other_instant',
  row_next_at: LATER,
  workflow_next_at: AT,
  mended_by: 'poke',
};

/** Examples of keys and projects, by the names of their schemas. */
export const ADMIN_EXAMPLES = {
  ApiKey: apiKey,
  ApiKeyChanges: { expires_at: LATER },
  ApiKeyInput: { company_id: 1, name: 'Website', role: 'viewer' },
  Drift: { differences: [difference], is_complete: false, next_after: 'schedule:200' },
  DriftDifference: difference,
  DriftHealInput: { after: 'schedule:200' },
  NewApiKey: { ...apiKey, key: 'arv_R2l2ZSBhIG1hbiBhIGZpc2ggYW5kIHlvdSBmZWVkIGg' },
  Project: { id: 1, company_id: 1, name: 'Winter', ...asShown },
  ProjectChanges: { name: 'Winter 2027' },
  ProjectInput: { company_id: 1, name: 'Winter' },
  RevokedApiKey: { status: 'revoked', ...apiKey, revoked_at: AT },
};
