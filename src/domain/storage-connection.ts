import type { Instant, Id } from './scalars.js';

export const STORAGE_PROVIDERS = ['local', 's3', 'gcs', 'yandex_disk'] as const;
export type StorageProvider = (typeof STORAGE_PROVIDERS)[number];

export interface StorageConnection {
  id: Id;
  /** Null: the installation's own. */
  company_id: Id | null;
  name: string;
  provider: StorageProvider;
  base_path: string | null;
  settings: Record<string, unknown>;
  is_default: boolean;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** Whether a company (null: one that is being made) may store in a connection: it is its own, or the installation's. */
export const isUsableBy = (
  { company_id: owner }: Pick<StorageConnection, 'company_id'>,
  companyId: Id | null,
): boolean => owner === null || owner === companyId;
