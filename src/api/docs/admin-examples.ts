import { apiKey, asShown, AT, LATER } from './example-things.js';

const difference = {
  workflow_id: 'rotation-schedule-7',
  problem: 'other_instant',
  row_next_at: LATER,
  workflow_next_at: AT,
  mended_by: 'poke',
};

const person = {
  id: 7,
  company_id: 1,
  name: 'Ada Lovelace',
  role: 'editor',
  link_expires_at: null,
  last_used_at: AT,
  revoked_at: null,
  ...asShown,
};

const secret = 'arv_R2l2ZSBhIG1hbiBhIGZpc2ggYW5kIHlvdSBmZWVkIGg';
const sign_in_url = `http://localhost:3000/console/sign-in#${secret}`;

const session = {
  actor: 'key:7',
  person_id: 7,
  name: 'Ada Lovelace',
  role: 'editor',
  company_id: 1,
  expires_at: AT,
  ends_at: LATER,
};

/** Examples of keys, people and projects, by the names of their schemas. */
export const ADMIN_EXAMPLES = {
  ApiKey: apiKey,
  ApiKeyChanges: { expires_at: LATER },
  ApiKeyInput: { company_id: 1, name: 'Website', role: 'viewer' },
  Drift: { differences: [difference], is_complete: false, next_after: 'schedule:200' },
  DriftDifference: difference,
  DriftHealInput: { after: 'schedule:200' },
  InvitedPerson: { ...person, link_expires_at: LATER, sign_in_url },
  NewApiKey: { ...apiKey, key: secret },
  Person: person,
  PersonChanges: { role: 'admin' },
  PersonInput: { company_id: 1, name: 'Ada Lovelace', role: 'editor' },
  Project: { id: 1, company_id: 1, name: 'Winter', ...asShown },
  ProjectChanges: { name: 'Winter 2027' },
  ProjectInput: { company_id: 1, name: 'Winter' },
  RemovedPerson: { status: 'removed', ...person, revoked_at: AT },
  RevokedApiKey: { status: 'revoked', ...apiKey, revoked_at: AT },
  Session: session,
  SignInInput: { link: secret },
  SignInLink: { sign_in_url, expires_at: LATER },
  SignedOut: { status: 'signed_out' },
};
