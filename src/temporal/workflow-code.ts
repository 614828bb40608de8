import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleOptions, WorkerOptions } from '@temporalio/worker';

/** Sources run through a loader and are bundled anew; compiled code uses the bundle that the build made, if it did. */
const IS_SOURCE = import.meta.filename.endsWith('.ts');
const BUNDLE = join(import.meta.dirname, '..', '..', 'workflow-bundle.js');
const ENTRY = join(import.meta.dirname, '..', 'workflows', IS_SOURCE ? 'workflows.ts' : 'workflows.js');

/**
 * How the workflow code is bundled. All workflows share one copy of these modules, none of which holds anything of a
 * single workflow: else each one that a worker holds has copies of its own, and takes twice the memory.
 */
export const bundleOptions = {
  workflowsPath: ENTRY,
  preloadModules: ['@temporalio/workflow', '@temporalio/common', ENTRY],
} satisfies BundleOptions;

/** Where a worker finds the workflow code. */
export type WorkflowSource = Pick<WorkerOptions, 'workflowsPath' | 'bundlerOptions' | 'workflowBundle'>;

/** Where the workflow code of this build is. */
export function workflowSource(): WorkflowSource {
  if (!IS_SOURCE && existsSync(BUNDLE)) return { workflowBundle: { codePath: BUNDLE } };
  const { workflowsPath, ...bundlerOptions } = bundleOptions;
  return { workflowsPath, bundlerOptions };
}
