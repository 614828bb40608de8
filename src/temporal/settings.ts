import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Config } from '../config/config.js';
import type { WorkerVersion } from './worker-version.js';

/** Where Temporal is, and how to get in. */
export interface TemporalSettings {
  connection: Pick<ConnectionOptions, 'address' | 'tls' | 'metadata'> & { apiKey?: string };
  namespace: string;
  taskQueue: string;
  /** Of the workers; without one they take whatever comes. */
  version?: WorkerVersion;
}

/**
 * Reads the usual TEMPORAL_* variables (address, namespace, TLS, API key) as Temporal's own tools do. A configuration
 * file is read only when TEMPORAL_CONFIG_FILE or TEMPORAL_PROFILE asks for it: one in the home folder is no surprise.
 */
export function temporalSettings(
  config: Pick<
    Config,
    'TEMPORAL_NAMESPACE' | 'TEMPORAL_TASK_QUEUE' | 'TEMPORAL_DEPLOYMENT_NAME' | 'TEMPORAL_WORKER_BUILD_ID'
  >,
  environment: Readonly<Record<string, string | undefined>>,
): TemporalSettings {
  const given = Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  );
  const variables = Object.fromEntries(given);
  const asksForFile = 'TEMPORAL_CONFIG_FILE' in variables || 'TEMPORAL_PROFILE' in variables;
  const loaded = loadClientConnectConfig({ overrideEnvVars: variables, disableFile: !asksForFile });
  const { TEMPORAL_DEPLOYMENT_NAME: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId } = config;
  const { address, tls, metadata, apiKey } = loaded.connectionOptions;
  return {
    connection: {
      ...(address !== undefined && { address }),
      ...(tls !== undefined && { tls }),
      ...(metadata !== undefined && { metadata }),
      ...(apiKey !== undefined && { apiKey }),
    },
    namespace: loaded.namespace ?? config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    ...(buildId !== undefined && { version: { deploymentName, buildId } }),
  };
}
