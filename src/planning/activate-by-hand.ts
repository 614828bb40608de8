import type { ContentState } from '../domain/plan/content-state.js';
import { requireShowable, withManualVideo } from '../domain/plan/edits.js';
import type { Video } from '../domain/video.js';
import type { Edit } from './run-edit.js';

/** The last wish holds: whoever sets the pointer by hand no longer wants what was to be shown once it is ready. */
export async function forgetRequestedActivations({ trx, state }: Edit): Promise<void> {
  if (state.videos.every(({ activation_requested_by }) => activation_requested_by === null)) return;
  await trx('videos')
    .where({ ar_content_id: state.arContent.id })
    .whereNotNull('activation_requested_by')
    .update({ activation_requested_by: null });
}

/** Sets a video by hand, in a state that already holds it. */
export async function activateByHand(edit: Edit, state: ContentState, video: Video): Promise<void> {
  requireShowable(video, edit.at);
  await forgetRequestedActivations(edit);
  await edit.save(withManualVideo(state, video.id), state);
}
