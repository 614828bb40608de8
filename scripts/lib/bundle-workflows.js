import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

// Bundled once at build time: a worker that bundles at start does it at every start, and again for each process.
// Given: the compiled src/temporal/workflow-code.js, and where the bundle goes.
const [optionsPath, target] = process.argv.slice(2);
const { bundleOptions } = await import(pathToFileURL(optionsPath).href);
const { code } = await bundleWorkflowCode(bundleOptions);
writeFileSync(target, code);
