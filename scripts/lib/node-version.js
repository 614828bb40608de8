import { SetUpFailure } from './project.js';

const OLDEST = [20, 19];

/** Refuses a Node that the dependencies do not run on, before they fail in ways that say nothing about it. */
export function requireNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new SetUpFailure(
    `This needs Node ${OLDEST.join('.')} or newer; this is Node ${version}. Get a newer one from https://nodejs.org.`,
  );
}
