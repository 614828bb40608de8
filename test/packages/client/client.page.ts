import { createClient, ProblemError, type ClientOptions } from '../../../packages/client/src/client.js';
import { uploadVideo, type VideoUploading } from '../../../packages/client/src/upload.js';

/** What the page knows of its upload. */
interface Uploading {
  sentBytes: number[];
  upload: VideoUploading;
  videoId?: number;
}

const page = {
  /** Calls of each kind, as a page on another site makes them. */
  async calls(service: ClientOptions, companyId: number): Promise<unknown> {
    const client = createClient(service);
    for (const title of ['One', 'Two', 'Three']) await client.contents.create({ company_id: companyId, title });
    const titles: string[] = [];
    for await (const { title } of client.contents.list({ company_id: companyId, limit: 2 })) titles.push(title);
    const { total } = await client.contents.list({ company_id: companyId, include: ['count'] }).page();
    const error: unknown = await client.companies.get(4711).catch((error: unknown) => error);
    if (!(error instanceof ProblemError)) throw error;
    return { titles, total, code: error.code, hasRequestId: error.requestId !== undefined };
  },

  /** Begins an upload of the same file each time, with so many bytes after the given ones, in a box that says nothing. */
  async begin(service: ClientOptions, contentId: number, video: number[], freeBytes: number): Promise<void> {
    const free = new DataView(new ArrayBuffer(freeBytes));
    free.setUint32(0, freeBytes);
    free.setUint32(4, 0x66726565); // The type of the box: free.
    const file = new File([Uint8Array.from(video), free], 'large.mp4', { type: 'video/mp4', lastModified: 1 });
    const sentBytes: number[] = [];
    const onProgress = (sent: number): void => void sentBytes.push(sent);
    const upload = await uploadVideo(service, contentId, file, { title: 'Large' }, { onProgress });
    const uploading: Uploading = { sentBytes, upload };
    page.uploading = uploading;
    void upload.done.then((videoId) => (uploading.videoId = videoId));
  },

  uploading: null as Uploading | null,
};

Object.assign(window, { page });
