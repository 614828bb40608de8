import { fileURLToPath } from 'node:url';
import { createLogger } from '../config/logger.js';
import { startAll } from './all-in-one.js';
import { parseCommandLine, USAGE, type CommandLine } from './command-line.js';
import { claimDataFolder, openDataFolder } from './data-folder.js';
import { readConfig } from './read-config.js';
import { StartFailure } from './start-failure.js';
import { restartOnChange } from './restart-on-change.js';
import { StopRequested, Supervisor } from './supervisor.js';

export interface Foreground {
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** `import.meta.url` of the main file, whose siblings are the entries of the children. */
  mainUrl: string;
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A Ctrl-C comes twice: from the terminal, and from npm, which had it from there as well. */
const SAME_SIGNAL_MS = 500;

/**
 * The foreground process of `npm start`: brings everything up, and stays until it is told to stop. A fault of the
 * start is one message and exit code 1, and everything that had been started by then is stopped.
 */
export async function runInForeground(foreground: Foreground): Promise<void> {
  try {
    const { help, demo, watch } = parseCommandLine(foreground.args);
    if (help) process.stdout.write(`${USAGE}\n`);
    else await bringUp(foreground, { demo, watch });
  } catch (error) {
    if (error instanceof StopRequested) return; // The handler of the signal ends the process.
    if (!(error instanceof StartFailure)) throw error;
    process.stderr.write(`\nThe service was not started.\n\n${error.message}\n`);
    process.exitCode = 1;
  }
}

type Wishes = Pick<CommandLine, 'demo' | 'watch'>;

async function bringUp({ environment, mainUrl }: Foreground, { demo, watch }: Wishes): Promise<void> {
  const config = readConfig(environment);
  const dataDir = openDataFolder(config.DATA_DIR);
  const release = claimDataFolder(dataDir);
  const logger = createLogger({ LOG_LEVEL: config.LOG_LEVEL, LOG_FORMAT: formatOf(environment) }, 'start');
  const log = (line: string) => logger.info(line);
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const supervisor = new Supervisor({ log, stopMs: config.SHUTDOWN_TIMEOUT });
  stopOnSignals(supervisor, release, log);
  try {
    await startAll({ config, environment, dataDir, mainUrl, demo, supervisor, log, write });
    if (watch) restartOnChange(fileURLToPath(new URL('.', mainUrl)), supervisor, log);
  } catch (error) {
    await supervisor.stop();
    release();
    throw error;
  }
}

function formatOf(environment: NodeJS.ProcessEnv): 'pretty' | 'json' {
  return environment['LOG_FORMAT'] === 'json' ? 'json' : 'pretty';
}

/** The first signal stops everything in order, the second at once. */
function stopOnSignals(supervisor: Supervisor, release: () => void, log: (line: string) => void): void {
  let askedAt = Number.NaN;
  const stop = () => {
    if (performance.now() - askedAt < SAME_SIGNAL_MS) return;
    if (!Number.isNaN(askedAt)) process.exit(130);
    askedAt = performance.now();
    log('Stopping (once more to force it).');
    void supervisor.stop().finally(() => {
      log('Stopped.');
      process.exit(0);
    });
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  // Whoever read our output is gone (`npm start | head`): nobody would see us any more.
  process.stdout.once('error', stop);
  // Whatever the reason for our end, none of the children is to outlive it.
  process.on('exit', () => {
    supervisor.kill();
    release();
  });
}
