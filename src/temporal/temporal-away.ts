import { isGrpcServiceError } from '@temporalio/client';

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE. */
const AWAY = new Set([4, 14]);

/** Whether the error of a call says that Temporal cannot be reached, not that the call is wrong. */
export function isTemporalAway(error: unknown): boolean {
  const cause = error instanceof Error && !isGrpcServiceError(error) ? error.cause : error;
  return isGrpcServiceError(cause) && AWAY.has(cause.code);
}
