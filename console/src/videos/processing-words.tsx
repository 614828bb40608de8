import type { Video } from 'ar-video-rotation-client';
import { useSpeech } from '../texts/texts';
import { percentText } from '../time/measures';

/** How far the processing of a video is, and what keeps it waiting. */
export function ProcessingWords({ video }: { video: Video }) {
  const { texts, language } = useSpeech();
  const { videos } = texts;
  const { processing_step: step, processing_progress: percent, processing_problem: problem } = video;
  // A newer service may have other steps.
  const words = videos.steps[step ?? 'waiting'] ?? step;
  return (
    <>
      {videos.processing(words, percentText(percent ?? 0, 100, language))}
      {problem !== null && `. ${videos.triedAgain(problem)}`}
      {video.activate_when_ready && ` ${videos.activatesWhenReady}`}
    </>
  );
}
