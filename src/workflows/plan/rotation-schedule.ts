import {
  ActivityFailure,
  ApplicationFailure,
  continueAsNew,
  currentUpdateInfo,
  proxyActivities,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import { reasonOfFailure } from '../reason-of-failure.js';
import { followPlan, startLoop } from './follow-plan.js';
import type { OperatorRequest } from '../../activities/operator-request.js';
import {
  pauseUpdate,
  resumeUpdate,
  rotateNowUpdate,
  setPositionUpdate,
  skipNextUpdate,
  type OperatorResult,
  type RotationScheduleInput,
} from './messages.js';

const COMMON = {
  startToCloseTimeout: '10s',
  // An operator waits for it: rather tell that it failed than do it an hour later.
  scheduleToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
} as const;

const { rotateNow } = proxyActivities<Activities>({ ...COMMON, summary: 'rotate now, asked for by an operator' });
const { operate } = proxyActivities<Activities>({ ...COMMON, summary: 'asked for by an operator' });

const OUT_OF_TIME = 'It could not be done within a minute. Look at the schedule before you ask again.';

/** The update id names the request, so that the same update is done once, whichever run it reaches. */
async function askedFor(
  failureType: string,
  act: (requestId: string) => Promise<OperatorResult>,
): Promise<OperatorResult> {
  try {
    return await act(`update:${currentUpdateInfo()?.id ?? uuid4()}`);
  } catch (failure) {
    if (!(failure instanceof ActivityFailure)) throw failure;
    throw ApplicationFailure.nonRetryable(reasonOfFailure(failure, OUT_OF_TIME), failureType);
  }
}

/**
 * One rotation schedule. The row in Postgres says when it rotates next; this workflow sees to it that it happens. It
 * lives as long as the row does: a paused or ended schedule waits, to be seen and to be woken by a signal.
 */
export async function rotationScheduleWorkflow({ scheduleId, carried }: RotationScheduleInput): Promise<void> {
  const state = startLoop(carried);
  const thenLook = async (asking: Promise<OperatorResult>): Promise<OperatorResult> => {
    const result = await asking;
    state.changed = true;
    return result;
  };
  const handle = (request: OperatorRequest): Promise<OperatorResult> =>
    thenLook(askedFor('OperatorRequestFailed', (requestId) => operate({ scheduleId, requestId, request })));
  setHandler(
    rotateNowUpdate,
    () => thenLook(askedFor('RotateNowFailed', (requestId) => rotateNow({ scheduleId, requestId }))),
    { description: 'Takes the next step now; the next slot stands.' },
  );
  setHandler(pauseUpdate, (input) => handle({ ...input, kind: 'pause' }), {
    description:
      'No slots until it is resumed. {"note": "…", "until": "2027-01-01T00:00:00Z", "missed": "none"}, or nothing.',
  });
  setHandler(resumeUpdate, (input) => handle({ ...input, kind: 'resume' }), {
    description: 'Ends the pause. {"missed": "none", "once" or "all"}: what is done about slots that fell into it.',
  });
  setHandler(skipNextUpdate, () => handle({ kind: 'skipNext' }), {
    description: 'Has the first slot that is not skipped yet pass without a step.',
  });
  setHandler(setPositionUpdate, (input) => handle({ ...input, kind: 'setPosition' }), {
    description: 'Has the next step show a position of the sequence: {"position": 0} is the first.',
  });
  await followPlan(state, {
    subject: { scheduleId },
    endsWithPlan: false,
    startNewRun: (toCarry) => continueAsNew<typeof rotationScheduleWorkflow>({ scheduleId, carried: toCarry }),
  });
}
