import { ApplicationFailure, type ActivityFailure } from '@temporalio/workflow';

/** Why an activity failed, as it said; else, as when it ran out of time, the words given. */
export const reasonOfFailure = ({ cause }: ActivityFailure, otherwise: string): string =>
  cause instanceof ApplicationFailure ? cause.message : otherwise;
