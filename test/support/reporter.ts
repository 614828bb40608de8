import mocha from 'mocha';

const { EVENT_RUN_END } = mocha.Runner.constants;

/** Mocha's own report, and at its end the counts in one plain line, for whoever reads the log by machine. */
class CountingReporter extends mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const skipped = pending > 0 ? `, ${pending} skipped` : '';
      process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
    });
  }
}

// Mocha loads a reporter as the default export of its file.
export default CountingReporter;
