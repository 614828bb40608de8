import { apiKey, asShown, AT, LATER } from './example-things.js';

/** Examples of keys and projects, by the names of their schemas. */
export const ADMIN_EXAMPLES = {
  ApiKey: apiKey,
  ApiKeyChanges: { expires_at: LATER },
  ApiKeyInput: { company_id: 1, name: 'Website', role: 'viewer' },
  NewApiKey: { ...apiKey, key: 'arv_R2l2ZSBhIG1hbiBhIGZpc2ggYW5kIHlvdSBmZWVkIGg' },
  Project: { id: 1, company_id: 1, name: 'Winter', ...asShown },
  ProjectChanges: { name: 'Winter 2027' },
  ProjectInput: { company_id: 1, name: 'Winter' },
  RevokedApiKey: { status: 'revoked', ...apiKey, revoked_at: AT },
};
