import { Counter, Histogram, type Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { Id, Instant } from '../domain/scalars.js';
import type { Settled } from '../domain/committed-event.js';

/** Settling after a long outage tells of its last steps one by one, and only counts the others. */
const LINES_MAX = 20;

function videoInWords({ videos }: Settled['state'], videoId: Id | null): string {
  if (videoId === null) return 'nothing';
  const title = videos.find(({ id }) => id === videoId)?.title;
  return title === undefined ? String(videoId) : `${videoId} '${title}'`;
}

const timeOf = (instant: Instant): string => new Date(instant).toISOString().slice(11);

type Step = Settled['steps'][number];

function causeInWords({ kind, subjectId }: Step): string {
  if (subjectId === null) return 'by its own expiry';
  const words: Record<Step['kind'], string> = {
    schedule: 'by schedule',
    resume: 'by the end of the pause of schedule',
    window: 'by the window of video',
    expiry: 'by the expiry of video',
    override: 'by override',
  };
  return `${words[kind]} ${subjectId}`;
}

/** `rotated content 1 'Portrait' by schedule 3: video 4 'Spring' -> 5 'Summer', due 09:00:00.000Z, 12 ms late`. */
function rotationInWords({ state, at }: Pick<Settled, 'state' | 'at'>, step: Step): string {
  const { fromVideoId, toVideoId, note } = step;
  const verb = fromVideoId === toVideoId ? 'did not rotate' : 'rotated';
  const content = `content ${state.arContent.id} '${state.arContent.title}'`;
  const from = videoInWords(state, fromVideoId);
  const change = fromVideoId === toVideoId ? from : `${from} -> ${videoInWords(state, toVideoId)}`;
  const why = note === 'no_showable_video' ? ' (no video of the sequence can be shown)' : '';
  return `${verb} ${content} ${causeInWords(step)}: video ${change}${why}, due ${timeOf(step.at)}, ${at - step.at} ms late`;
}

/** A window edge or expiry that changes nothing is not worth a line. */
const isTold = (step: Step): boolean => step.kind === 'schedule' || step.fromVideoId !== step.toVideoId;

/** Tells what the planner settled: a line in the log for each rotation, and the metrics. */
export function createRotationReporter(logger: Pick<Logger, 'info'>, registry: Registry): (settled: Settled) => void {
  const rotations = new Counter({
    name: 'rotations_total',
    help: 'Steps carried out: slots of schedules, window edges and expiries.',
    labelNames: ['cause'],
    registers: [registry],
  });
  const lateness = new Histogram({
    name: 'rotation_lateness_seconds',
    help: 'How long after its instant a step was committed. Readers see it at its instant all the same.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600],
    registers: [registry],
  });
  return (settled) => {
    for (const step of settled.steps) {
      rotations.inc({ cause: step.kind });
      lateness.observe((settled.at - step.at) / 1_000);
    }
    const told = settled.steps.filter(isTold);
    if (told.length > LINES_MAX) {
      logger.info(`content ${settled.state.arContent.id}: ${told.length} rotations were due; the last of them follow`);
    }
    for (const step of told.slice(-LINES_MAX)) logger.info(rotationInWords(settled, step));
  };
}
