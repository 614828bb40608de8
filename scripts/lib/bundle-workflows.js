import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';

// Bundled once at build time: a worker that bundles at start does it at every start, and again for each process.
const [workflowsPath, target] = process.argv.slice(2);
const { code } = await bundleWorkflowCode({ workflowsPath });
writeFileSync(target, code);
