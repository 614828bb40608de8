import { FILE, LATER, video } from './example-things.js';

/** Examples of videos, and of ways to add one, by the names of their schemas. */
export const VIDEO_EXAMPLES = {
  DirectUpload: {
    ...video,
    status: 'uploading',
    processing_progress: 0,
    upload: {
      method: 'PUT',
      url: `https://bucket.s3.eu-central-1.amazonaws.com/${FILE}?X-Amz-Signature=…`,
      headers: { 'content-type': 'video/mp4', 'if-none-match': '*' },
      expires_at: LATER,
    },
  },
  DirectUploadInput: { size_bytes: 4_211_034, mime_type: 'video/mp4', title: 'Spring' },
  Video: video,
  VideoChanges: { title: 'Spring', expires_at: LATER, daypart_id: 2, calendar_id: 3, calendar_mode: 'exclude' },
  VideoCopyInput: { copy_of: 4, title: 'Spring in the north' },
};
