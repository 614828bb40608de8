import { spawn } from 'node:child_process';
import { projectFolder, say, SetUpFailure } from './project.js';

const PROGRESS_MS = 5_000;

/**
 * Runs a long step. Its output is kept back unless it fails; meanwhile a line every few seconds says how far it is.
 * @param {string} what what the step does, as shown to the user
 * @param {string[]} command program and arguments
 * @param {() => string} progress how far it is, in words
 * @param {string} folder where it runs
 */
export function runStep(what, command, progress = () => '', folder = projectFolder) {
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1_000)} s`;
  say(`${what} ...`);
  const timer = setInterval(() => say(`${what}: ${[seconds(), progress()].filter(Boolean).join(', ')}`), PROGRESS_MS);
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetUpFailure(`${what} failed: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new SetUpFailure(`${what} failed:\n${Buffer.concat(output).toString().trim()}`));
    });
  }).finally(() => clearInterval(timer));
}
