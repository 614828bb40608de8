import { runInForeground } from './runtime/foreground.js';

/** All in one: what `npm start` runs. Finds or starts Postgres and Temporal, migrates, then runs the API and the worker. */
await runInForeground({ args: process.argv.slice(2), environment: process.env, mainUrl: import.meta.url });
