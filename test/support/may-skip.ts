/**
 * What may be skipped on CI too, and why. Everything else runs there: a server that cannot be had is a fault of the
 * machine then, and no reason to see nothing.
 */
const MAY_SKIP: ReadonlySet<string> = new Set([
  // Only root may mount, and not in every container.
  'local storage says 507 when a real disk of 1 MiB is full, and leaves nothing (needs root)',
  // Anyone but root has no choice of a user.
  'the embedded Postgres does not run as root',
  // ffmpeg is optional.
  'processing of uploads makes a thumbnail by ffmpeg, turned as the video is (skipped where there is none)',
  'processing of uploads scales an image that was sent along, and keeps it as it is where it cannot',
  'thumbnails makes images of videos and pictures by ffmpeg (skipped where there is none)',
  'thumbnails are made by the ffmpeg on PATH of every kind of video (skipped where it is missing)',
  // A generator of its own, from the registry, that is needed for nothing else.
  "the client's types are what the generator makes of it (skipped where it cannot be installed)",
  // nginx comes out of a package of Debian's, which other systems do not have.
  'a server in front sends the file as we would: the documented nginx',
]);

export const maySkip = (title: string): boolean => MAY_SKIP.has(title);
