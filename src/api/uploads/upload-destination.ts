import { AppError, notFound } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import type { StorageConnection } from '../../domain/storage-connection.js';
import { uploadLimit, type UploadLimit } from '../../domain/upload-limit.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import type { VideoStorage } from '../../storage/video-storage.js';
import type { UploadRoom } from './upload-rooms.js';

/** Where an upload goes, and how large it may be as far as is known now. */
export interface UploadDestination {
  companyId: Id;
  arContentId: Id;
  connection: StorageConnection;
  storage: VideoStorage;
  limit: UploadLimit;
  /** Takes part in the company's room while the bytes of a file arrive. */
  enterRoom: () => UploadRoom;
}

/** Where an upload goes that was begun for this connection. @throws AppError `storage_unavailable` */
export async function destinationIn(
  { media, repositories }: Pick<ApiDeps, 'media' | 'repositories'>,
  connection: StorageConnection,
  { companyId, arContentId }: Pick<UploadDestination, 'companyId' | 'arContentId'>,
): Promise<UploadDestination> {
  const storage = await media.open(connection);
  const use = (await repositories.companies.storageUses([companyId])).get(companyId);
  if (use === undefined) throw notFound('company', companyId);
  const limit = uploadLimit(media.receiving.maxUploadBytes, use);
  const enterRoom = (): UploadRoom => media.rooms.enter(companyId, use);
  return { companyId, arContentId, connection, storage, limit, enterRoom };
}

/** Where a new upload to a content goes. @throws AppError `not_found`, also for another company's content; `storage_unavailable`, `storage_full` */
export async function destinationOf(
  deps: Pick<ApiDeps, 'media' | 'repositories'>,
  caller: ApiCaller,
  arContentId: Id,
): Promise<UploadDestination> {
  const { arContents, storageConnections } = deps.repositories;
  const { company_id: companyId } = (await arContents.getState(arContentId, caller.companyId)).arContent;
  const connection = await storageConnections.forCompany(companyId);
  if (connection === null) throw new AppError('storage_unavailable', 'There is no storage for this company.');
  return destinationIn(deps, connection, { companyId, arContentId });
}
