import type { Id } from '../../src/domain/scalars.js';
import type { RunningService } from './service.js';
import type { StorageServer } from './storage-servers.js';

/** A content of a company whose uploads go to a bucket. */
export async function contentInBucket(service: RunningService, server: StorageServer): Promise<Id> {
  const company = await service.ok<{ id: Id }>('POST', '/api/companies', { name: 'Acme' });
  const { settings, credentials } = server;
  const made = { company_id: company.id, name: 'bucket', provider: 's3', settings, credentials, is_default: true };
  await service.ok('POST', '/api/storage-connections', made);
  const content = { company_id: company.id, title: 'Portrait' };
  return (await service.ok<{ id: Id }>('POST', '/api/ar-content', content)).id;
}
