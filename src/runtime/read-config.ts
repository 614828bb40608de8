import { loadConfig, type Config } from '../config/config.js';
import { AppError } from '../domain/errors.js';
import { StartFailure } from './start-failure.js';

/** Reads the configuration, with one message that names every variable that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(environment);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const faults = cause.fields.map(({ field, message }) => `  ${field}: ${message}`).join('\n');
    throw new StartFailure(
      `These environment variables are wrong:\n${faults}\nCorrect or unset them; .env.example explains each.`,
      { cause },
    );
  }
}
