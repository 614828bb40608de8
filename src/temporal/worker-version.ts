import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';

/** Which build of this code a worker is, as Temporal's Worker Versioning knows it. */
export interface WorkerVersion {
  deploymentName: string;
  buildId: string;
}

/**
 * What a worker says of its version. Workflows go on with whichever version is current: they live as long as their
 * schedules, so none may be tied to a build.
 */
export const versioningOf = (version: WorkerVersion | undefined): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  version === undefined
    ? {}
    : {
        workerDeploymentOptions: {
          version,
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      };

const DEADLINE_MS = 3_000;

/** Whether tasks go to this version at present; also not where the server knows no such deployment yet. */
export async function isCurrentVersion(client: Client, version: WorkerVersion): Promise<boolean> {
  const { workflowService, options } = client;
  const asked = { namespace: options.namespace, deploymentName: version.deploymentName };
  const found = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
    workflowService.describeWorkerDeployment(asked).catch(() => null),
  );
  return found?.workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId === version.buildId;
}

/** What makes a version the current one. */
export const commandForCurrent = ({ deploymentName, buildId }: WorkerVersion): string =>
  `temporal worker deployment set-current-version --deployment-name ${deploymentName} --build-id ${buildId}`;
