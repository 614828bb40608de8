import { ProblemError, type Video } from 'ar-video-rotation-client';
import { useTexts } from './texts';

/** Of these the service says which of several things it is, so its own words have to be told as well. */
const TOLD_MORE_EXACTLY = new Set([409, 413, 415, 422]);

/** Says in the language that was chosen why the service did not do something. */
export function useTroubleWords(): (error: Error) => string {
  const { problems, moreExactly, unreachable } = useTexts().troubles;
  return (error) => {
    if (!(error instanceof ProblemError)) return unreachable;
    const words = problems[error.code];
    if (words === undefined) return error.message;
    return TOLD_MORE_EXACTLY.has(error.status) ? moreExactly(words, error.message) : words;
  };
}

/** Says in the language that was chosen why a video could not be processed. */
export function useFailureWords(): (video: Pick<Video, 'failure_code' | 'failure_reason'>) => string {
  const { failures } = useTexts().troubles;
  return ({ failure_code: code, failure_reason: reason }) => failures[code ?? ''] ?? reason ?? '';
}
