import type { Upload } from 'tus-js-client';
import type { ClientOptions } from './options.js';

/** Where the service is, and who calls. */
export type UploadService = Pick<ClientOptions, 'baseUrl' | 'key' | 'headers'>;

/** In browsers a File or Blob; in Node a Buffer, or a stream of `fs.createReadStream`. */
export type UploadSource = ConstructorParameters<typeof Upload>[0];

/** Where uploads of a content begin; the addresses of those that did lie below. */
export const endpointOf = ({ baseUrl }: UploadService, contentId: number): string =>
  `${baseUrl.replace(/\/$/, '')}/api/ar-content/${contentId}/videos/resumable`;

/** What every request of an upload says. */
export const headersOf = ({ key, headers }: UploadService): Record<string, string> => ({
  ...(key !== undefined && { authorization: `Bearer ${key}` }),
  ...headers,
});
