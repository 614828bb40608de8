import { Client, Connection } from '@temporalio/client';
import type { TemporalSettings } from './settings.js';

/** After an outage the server is found again within seconds; gRPC's own default is two minutes. */
const CHANNEL = {
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 3_000,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
} as const;

/** A client that connects when first used, so that a process starts and runs while Temporal is down. */
export function openTemporalClient({ connection, namespace }: TemporalSettings): Client {
  return new Client({ connection: Connection.lazy({ ...connection, channelArgs: CHANNEL }), namespace });
}

/** Whether Temporal answers within `deadlineMs`. */
export async function isTemporalReachable({ connection }: Client, deadlineMs = 1_000): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + deadlineMs, () => connection.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false;
  }
}
