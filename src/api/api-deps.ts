import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { AdminDoor } from '../admin/admin-door.js';
import type { AuditLog } from '../db/audit-log.js';
import type { ApiKeys } from '../db/api-keys.js';
import type { BrowserSessions } from '../db/browser-sessions.js';
import type { ArContents } from '../db/ar-contents.js';
import type { Calendars } from '../db/calendars.js';
import type { Companies } from '../db/companies.js';
import type { Orphans } from '../db/orphans.js';
import type { Projects } from '../db/projects.js';
import type { ExposureQuery, HistoryQuery } from '../db/rotations.js';
import type { ResumableUploads } from '../db/resumable-uploads.js';
import type { Overrides } from '../db/overrides.js';
import type { Bulks } from '../db/bulks.js';
import type { Releases } from '../db/releases.js';
import type { FeedContent } from '../db/timeline-feeds.js';
import type { Schedules } from '../db/schedules.js';
import type { StorageConnections } from '../db/storage-connections.js';
import type { StorageMoves } from '../db/storage-moves.js';
import type { UploadLocks } from '../db/upload-locks.js';
import type { Videos } from '../db/videos.js';
import type { Webhooks } from '../db/webhooks.js';
import type { Clock } from '../db/clock.js';
import type { Transaction } from '../db/database.js';
import type { Drift } from '../domain/drift.js';
import type { ExposureRow } from '../domain/exposure.js';
import type { Rotation } from '../domain/rotation.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { NewFiles, UnnamedFiles } from '../files/write-files.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import type { Planner } from '../planning/planner.js';
import type { SetDoor } from '../planning/set-door.js';
import type { Rehearsals } from '../planning/rehearsal.js';
import type { PlaceLimits } from '../concurrency/places.js';
import type { SessionCookie } from './auth/session-cookie.js';
import type { Refusals } from './http/refusals.js';
import type { FrontServer } from './delivery/hand-over.js';
import type { StorageOpener } from '../storage/open-storage.js';
import type { ReceivingTools } from './uploads/receiving-tools.js';
import type { UploadRooms } from './uploads/upload-rooms.js';
import type { MediaSourceOf } from './delivery/serve-media.js';
import type { ContentCache } from '../reading/content-cache.js';
import type { EventHub } from '../reading/event-hub.js';
import type { Lane } from '../concurrency/lane.js';
import type { Present } from '../reading/present.js';
import type { Plans } from '../reading/plans.js';
import type { Timelines } from '../reading/timelines.js';

/** The repositories that the API reads and writes through. */
export interface Repositories {
  companies: Companies;
  projects: Projects;
  arContents: ArContents;
  videos: Videos;
  schedules: Schedules;
  overrides: Overrides;
  releases: Releases;
  bulks: Bulks;
  calendars: Calendars;
  resumableUploads: ResumableUploads;
  storageConnections: StorageConnections;
  storageMoves: StorageMoves;
  orphans: Orphans;
  apiKeys: ApiKeys;
  people: Pick<ApiKeys, 'list' | 'get'>;
  sessions: BrowserSessions;
  /** Whether a key has a sign-in link whose secret has this hash. */
  isOpenLink: (linkHash: Buffer) => Promise<boolean>;
  auditLog: AuditLog;
  webhooks: Webhooks;
  /** The content whose timeline feed has a secret with this hash. */
  findTimelineFeed(arContentId: Id, tokenHash: Buffer): Promise<FeedContent | undefined>;
  listRotations(query: HistoryQuery): Promise<Rotation[]>;
  listExposureRows(query: ExposureQuery): Promise<ExposureRow[]>;
}

/** Files, as far as the API has to do with them. */
export interface MediaTools {
  /** Opens what lies behind a connection. @throws AppError `storage_unavailable`, `storage_full` */
  open: StorageOpener;
  /** What uploads are received with. */
  receiving: ReceivingTools;
  /** Makes the folders of a local connection. @throws AppError `storage_unavailable`, `storage_full` */
  prepareFolder(basePath: string): Promise<void>;
  /** Keep what companies send within their quotas. */
  rooms: UploadRooms;
  /** Where the files of a connection are had from, for readers. */
  sourceOf: MediaSourceOf;
  /** Sends local files in our place; null: there is none. */
  frontServer: FrontServer | null;
  /** Encrypts credentials, to be kept. @throws AppError `conflict` when there is no key for that */
  sealCredentials(credentials: object): Buffer;
  /** Writes files whose rows come after them, as `writeFiles` does. */
  writeFiles: (files: NewFiles, write: () => Promise<void>) => Promise<UnnamedFiles>;
  /** Enters the removal of a file that no row will name. */
  enterRemoval(connectionId: Id, path: string, deleteAfter: Instant): Promise<void>;
  /** Withdraws it: the file is gone. */
  withdrawRemoval(connectionId: Id, path: string): Promise<void>;
  /** Lets one request at a time work on a resumable upload. */
  locks: Pick<UploadLocks, 'acquire'>;
  /** Notes what an upload became, in the transaction of the row; false: it became one before. */
  completeUpload(trx: Transaction, uploadId: string, videoId: Id): Promise<boolean>;
}

/** How far Temporal can be reached: `degraded` costs punctual commits, not the truth of what readers see. */
export interface Readiness {
  /** @throws when Postgres does not answer. */
  askPostgres(): Promise<void>;
  isTemporalReachable(): Promise<boolean>;
}

/** Where rows and workflows differ. */
export interface DriftLooks {
  /** Part by part, behind a place. @throws AppError `temporal_unavailable`; `validation_failed` at `after` */
  parts(after?: string): AsyncIterable<{ found: Drift[]; end: string }>;
  /** Has workers mend it. */
  mend(drifts: readonly Drift[]): Promise<void>;
}

/** What the configuration says to the API. */
export interface ApiSettings {
  publicBaseUrl: string | undefined;
  readMaxAgeMs: number;
  deletedFileGraceMs: number;
  /** Addresses and networks of proxies in front, whose X-Forwarded-For, -Host and -Proto are believed. */
  trustedProxies: readonly string[];
  /** Requests of one company that are worked on at once: fewer than there are connections to the database. */
  requestsPerCompany: number;
  /** Connections of clients: in all, and of one address. */
  connections: PlaceLimits;
  /** Whether webhooks may lead into private networks. */
  webhooksMayBePrivate: boolean;
  /** Where the builds for browsers are. */
  clientsFolder: string;
  /** Where the build of the console lies, if there is one. */
  consoleFolder: string;
  /** Of the service. */
  version: string;
}

/** Everything that the API works with, put together in main-api. */
export interface ApiDeps {
  settings: ApiSettings;
  repositories: Repositories;
  planner: Planner;
  /** Edits of many contents together. */
  sets: SetDoor;
  /** Edits that are only tried. */
  rehearsals: Rehearsals;
  admin: AdminDoor;
  clock: Clock;
  /** What a browser that is signed in sends. */
  cookie: SessionCookie;
  /** The contents that AR clients read. */
  cache: ContentCache;
  /** The open streams of their changes. */
  events: EventHub;
  /** What comes in the next hours, for phones without a network. */
  plans: Plans;
  /** What contents showed and will show. */
  timelines: Timelines;
  /** Where looking ahead is done that anybody may ask for. */
  lane: Lane;
  /** Contents as they are now, in answers to admins. */
  present: Present;
  /** Has a content with many steps that nobody committed settled, beside the reads of it. */
  settleBacklog: (arContentId: Id, uncommitted: number) => void;
  media: MediaTools;
  readiness: Readiness;
  drift: DriftLooks;
  metrics: HttpMetrics;
  refusals: Refusals;
  registry: Registry;
  log: Logger;
  /** What a database fault means: away, busy, or a bug of ours. */
  translateFault: (error: unknown) => unknown;
}
