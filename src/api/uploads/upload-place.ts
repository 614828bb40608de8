import { AppError, notFound } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import type { StorageConnection } from '../../domain/storage-connection.js';
import { uploadLimit, type UploadLimit } from '../../domain/upload-limit.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import type { UploadTools } from './receive-upload.js';

/** Where an upload to an AR content goes, with what it is received, and how large it may be as far as is known now. */
export interface UploadPlace {
  companyId: Id;
  connection: StorageConnection;
  tools: UploadTools;
  limit: UploadLimit;
}

/** What an upload into a connection of a company works with. @throws AppError `storage_unavailable` */
export async function placeIn(
  { media, repositories }: Pick<ApiDeps, 'media' | 'repositories'>,
  companyId: Id,
  connection: StorageConnection,
): Promise<UploadPlace> {
  const tools = await media.toolsFor(connection);
  const use = (await repositories.companies.storageUses([companyId])).get(companyId);
  if (use === undefined) throw notFound('company', companyId);
  return { companyId, connection, tools, limit: uploadLimit(tools.maxUploadBytes, use) };
}

/** The place of a new upload. @throws AppError `not_found`, also for another company's content; `storage_unavailable` */
export async function placeForUpload(
  deps: Pick<ApiDeps, 'media' | 'repositories'>,
  caller: ApiCaller,
  arContentId: Id,
): Promise<UploadPlace> {
  const { arContents, storageConnections } = deps.repositories;
  const { company_id: companyId } = (await arContents.getState(arContentId, caller.companyId)).arContent;
  const connection = await storageConnections.forCompany(companyId);
  if (connection === null) throw new AppError('storage_unavailable', 'There is no storage for this company.');
  return placeIn(deps, companyId, connection);
}
