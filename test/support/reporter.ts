import mocha from 'mocha';
import { maySkip } from './may-skip.js';
import { noteRunning } from './note-running.js';

const { EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_PENDING } = mocha.Runner.constants;
const SLOWEST = 5;
/** A run of a few tests needs no such list. */
const MANY_TESTS = 100;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Mocha's own report, and at its end the slowest tests and the counts in one plain line, for whoever reads the log by
 * machine. On CI a test that is skipped for no reason that is known counts as failed.
 */
class CountingReporter extends mocha.reporters.Spec {
  readonly #skipped: string[] = [];
  readonly #timed: Mocha.Test[] = [];

  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    noteRunning(runner);
    runner.on(EVENT_TEST_PENDING, (test: Mocha.Test) => {
      if (process.env['CI'] && !maySkip(test.fullTitle())) this.#skipped.push(test.fullTitle());
    });
    runner.on(EVENT_TEST_END, (test: Mocha.Test) => void this.#timed.push(test));
    runner.once(EVENT_RUN_END, () => this.#sum());
  }

  /** Gives the exit code: mocha asks for it. */
  override done(failures: number, exit: (failures: number) => void): void {
    exit(failures + this.#skipped.length);
  }

  #sum(): void {
    if (this.#timed.length >= MANY_TESTS) {
      const slowest = this.#timed.toSorted((a, b) => (b.duration ?? 0) - (a.duration ?? 0)).slice(0, SLOWEST);
      for (const test of slowest) say(`slow: ${((test.duration ?? 0) / 1_000).toFixed(1)} s ${test.fullTitle()}`);
    }
    for (const title of this.#skipped) say(`skipped, though it may not be on CI: ${title}`);
    const { passes, failures, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : '';
    say(`${passes} passed, ${failures + this.#skipped.length} failed${skipped}`);
  }
}

// Mocha loads a reporter as the default export of its file.
export default CountingReporter;
