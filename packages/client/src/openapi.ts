// Written by `npm run generate` from docs/openapi.json (sha256 ba8a48346fcf1dab6c22b0c30bceb5a6b66ef8b0777c1cbc1204b239d62dfb75).

/** The version of that document. */
export const API_VERSION: string = '0.1.0';

export interface paths {
    "/api/ar/{unique_id}/active-video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The video to show now, until when, and what comes next
         * @description The header X-Server-Time has the clock by which valid_until and starts_at are meant. While the database cannot be reached, X-Known-At says as of when the answer is known. Server-Timing says whether the answer came from memory.
         */
        get: operations["getActiveVideo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What time it is here
         * @description For clocks that are to show a switch at its instant: ask a few times, keep the answer with the shortest way there and back, and count half of that way.
         */
        get: operations["getTime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar/{unique_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is shown now and what comes in the next hours, for use without a network
         * @description At most 500 entries, and as far as they are found in a tenth of a second: `until` says how far. An edit may change the plan; X-Server-Time has the clock of its instants.
         */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar/{unique_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The video to show now, then each change at its instant (Server-Sent Events)
         * @description Events `active-video`, whose data is the answer of the active video, and `unavailable` with a code. Their id is the version: sent back as Last-Event-ID, it spares being told the same again. An event `beat` without data every 15 seconds says that the stream lives.
         */
        get: operations["followActiveVideo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/client.tgz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The typed client of this API, for Node and browsers
         * @description An npm package: `npm install <this address>`. Its README says how it is used.
         */
        get: operations["getClient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/follow-1.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What follows and plays the active video in a browser
         * @description An ES module that exports `follow` and `player`. The number is that of their interface: what works with it goes on working.
         */
        get: operations["getFollow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/view-1.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What starts the page `/view/{unique_id}` */
        get: operations["getViewScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/view/{unique_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page that plays the active video, and switches with it
         * @description For phones, screens and trials, in English or Russian by Accept-Language.
         */
        get: operations["viewActiveVideo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List companies */
        get: operations["listCompanies"];
        put?: never;
        /**
         * Make a company
         * @description Takes an installation-wide admin key.
         */
        post: operations["createCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a company */
        get: operations["getCompany"];
        /**
         * Change a company
         * @description Changes the given fields only. A new time zone is for schedules made from now on.
         */
        put: operations["updateCompany"];
        post?: never;
        /**
         * Delete a company
         * @description Takes an installation-wide admin key. Its API keys go with it. Refused while it has contents, projects, dayparts, calendars or storage connections; but of a company that is a demo, up to 100 contents and dayparts go with it. Should that be broken off, the same request goes on with what is left.
         */
        delete: operations["deleteCompany"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List projects */
        get: operations["listProjects"];
        put?: never;
        /**
         * Make a project
         * @description How many a company may have is limited: one more is a 409 that names the limit.
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: operations["getProject"];
        /** Change a project */
        put: operations["updateProject"];
        post?: never;
        /**
         * Delete a project
         * @description Refused while AR contents belong to it.
         */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List AR contents, or look for some */
        get: operations["listArContents"];
        put?: never;
        /**
         * Make an AR content
         * @description How many a company may have is limited: one more is a 409 that names the limit.
         */
        post: operations["createArContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an AR content */
        get: operations["getArContent"];
        /** Change an AR content */
        put: operations["updateArContent"];
        post?: never;
        /**
         * Delete an AR content
         * @description With its videos and schedules. Its history stays.
         */
        delete: operations["deleteArContent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the videos of an AR content */
        get: operations["listVideos"];
        put?: never;
        /**
         * Upload a video
         * @description Checked by its content and measured from the file itself. Its processing follows: it can be shown once its status is `ready`. With `activate` it is shown then, unless another video is activated by hand meanwhile.
         */
        post: operations["uploadVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/videos/resumable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a resumable upload (tus 1.0)
         * @description For any client of the tus protocol. `Upload-Metadata` may name `title`, `activate`, `rotation_order`, `schedule_start`, `schedule_end`, `daypart_id`, `calendar_id`, `calendar_mode` and `time_zone`, as the fields of a multipart upload. What is not ended within 24 hours of its last request, or within 7 days of its first, is removed.
         */
        post: operations["beginResumableUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/videos/resumable/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Give a resumable upload up
         * @description One that has become a video is a 409: delete the video.
         */
        delete: operations["deleteResumableUpload"];
        options?: never;
        /**
         * Ask how much of a resumable upload is here
         * @description All of it: then the video is made, should that have been broken off, and `X-Video-Id` names it.
         */
        head: operations["getResumableUploadOffset"];
        /**
         * Go on with a resumable upload
         * @description Bytes as `application/offset+octet-stream`. After the last one the file is checked as in a multipart upload, and `X-Video-Id` names the video. `upload_locked`: another request works on it.
         */
        patch: operations["appendToResumableUpload"];
        trace?: never;
    };
    "/api/ar-content/{id}/videos/direct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a direct upload
         * @description For storages elsewhere whose addresses clients can reach. PUT exactly `size_bytes` bytes to `upload.url`, with `upload.headers`, before `upload.expires_at`; then POST `/api/videos/{id}/complete`.
         */
        post: operations["beginDirectUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a direct upload
         * @description Its processing follows, which checks the file as any other. Again, it changes nothing.
         */
        post: operations["completeDirectUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/videos/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy a video of the company
         * @description So that one upload becomes a video of many AR contents. The processing copies the file and its thumbnails, within the storage where they lie, and compares the copy; from then on neither video needs the other, and until then the other may be deleted. Window, hours and order are the copy's own.
         */
        post: operations["copyVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a video */
        get: operations["getVideo"];
        /** Change a video */
        put: operations["updateVideo"];
        post?: never;
        /**
         * Delete a video
         * @description Refused while a schedule names it, unless `detach=true`. Its file is kept for a while.
         */
        delete: operations["deleteVideo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a video now
         * @description Schedules whose sequence holds it go on from there.
         */
        post: operations["activateVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unused-videos/clean-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete videos that nothing uses
         * @description Those that are a day old, are not active or default anywhere, stand in no schedule, have no window to come and are not live. Asks twice. Without `token` it tells which videos would go, and gives a token, which is good for ten minutes and for exactly these; with it they are deleted, as far as nothing uses them by then. One request looks at 200 AR contents; `next_after` leads on.
         */
        post: operations["cleanUpUnusedVideos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The next slots of a schedule that is not made, and what they would do
         * @description Beside the other schedules of the AR content. It is made and taken back at once; nothing stays.
         */
        post: operations["previewRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The next slots of a rotation schedule, were it changed
         * @description It is changed and put back at once; nothing stays. Without a change: what it does as it is.
         */
        post: operations["previewRotationChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the rotation schedules of an AR content */
        get: operations["listArContentRotations"];
        put?: never;
        /** Make a rotation schedule */
        post: operations["createRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List rotation schedules */
        get: operations["listRotations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a rotation schedule */
        get: operations["getRotation"];
        /**
         * Change a rotation schedule
         * @description Takes effect at once. Only the given fields change; a field that the type does not use is kept.
         */
        put: operations["updateRotation"];
        post?: never;
        /**
         * Delete a rotation schedule
         * @description Its workflow is cancelled. What it last set stays active, and its history stays.
         */
        delete: operations["deleteRotation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/rotate-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the schedule's next step now
         * @description The next slot stands. Works without Temporal.
         */
        post: operations["rotateNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The next slots of a rotation schedule, and what they do
         * @description Instants come from the rule; what they do from the same fold that carries them out, as far as it gets in a tenth of a second.
         */
        get: operations["listUpcomingSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an AR content shows at any instant, past or to come, and who caused it */
        get: operations["getLiveAt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an AR content showed and will show
         * @description The past as the ledger tells it, and from `seam` on what the fold will do, as far as it gets in a tenth of a second. An edit may change what is to come.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which AR contents go dark, or come down to one video, and when
         * @description By windows, expiries and hours: whatever schedules and overrides choose, something is shown as long as any video can be. `limit` says how many contents a page looks at: it has those that something is foretold of, which may be none. Contents that are inactive or over are passed over.
         */
        get: operations["getForecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/timeline-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let calendar programs read the timeline of an AR content
         * @description The address has a secret of its own, good for this alone. Asked for again, there is another one, and the address before is good for nothing.
         */
        post: operations["openTimelineFeed"];
        /** Make the address of a timeline feed good for nothing */
        delete: operations["closeTimelineFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/timeline.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an AR content showed and will show, for calendar programs
         * @description iCalendar (RFC 5545), from 30 days ago to 90 days ahead, 1,000 events at most, on the clocks of the company. The address comes from `POST /api/ar-content/{id}/timeline-feed`; any other is a 404.
         */
        get: operations["getTimelineFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/exposure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The shares of its videos that a rotation schedule wants, and has given
         * @description By the ledger. An answer goes over at most 10000 rows: `reaches_to` says how far, and Link where it goes on.
         */
        get: operations["getRotationExposure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What changes of an AR content would come to
         * @description The changes are made and taken back at once; nothing stays. What is shown before and after them is compared, as far as both are found in a tenth of a second each.
         */
        post: operations["dryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a rotation schedule
         * @description It has no slots until it is resumed. What is shown stays.
         */
        post: operations["pauseRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a rotation schedule
         * @description At most 1,000 slots are made up for.
         */
        post: operations["resumeRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/skips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the slots that are to pass without a step */
        get: operations["listSkips"];
        put?: never;
        /**
         * Have a slot pass without a step
         * @description It is consumed at its instant, and the position stays. Said again, it is the same skip. How many that are still to come a schedule may have is limited: one more is a 409 that names the limit.
         */
        post: operations["skipSlot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/skips/{slot_at}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a skip back */
        delete: operations["deleteSkip"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the overrides of an AR content, also those that are over */
        get: operations["listArContentOverrides"];
        put?: never;
        /**
         * Show a video in the place of whatever an AR content shows
         * @description Below it, schedules and windows go on; when it ends, what they have come to is shown. How many that are not over a content may have is limited: one more is a 409 that names the limit.
         */
        post: operations["createOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overrides/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an override */
        get: operations["getOverride"];
        /**
         * Change an override that is not over
         * @description One that is over is only read: a 409 says so.
         */
        put: operations["updateOverride"];
        post?: never;
        /**
         * End an override and forget it
         * @description What it showed stays in the history. One that is over stays as well (409).
         */
        delete: operations["deleteOverride"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List releases, also those that are over or cancelled */
        get: operations["listReleases"];
        put?: never;
        /**
         * Show a video in each of many AR contents from one instant on
         * @description All of them switch at that instant, by an override each, or none does. It is ten seconds away at least, so that every process has heard of it. How many contents a release may name is limited (422), and so is how many releases that are not over a company may have (409).
         */
        post: operations["createRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/releases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a release, with the state of each item */
        get: operations["getRelease"];
        /**
         * Change a release
         * @description items are given as a whole. Of one that is live, or will be within ten seconds, name, note and revert_at can be changed: anything else is a 409, and so is any change of one that is over or cancelled.
         */
        put: operations["updateRelease"];
        post?: never;
        /**
         * Cancel a release that is not live yet
         * @description It is kept as cancelled. One that is live, or will be within ten seconds, is reverted instead (409).
         */
        delete: operations["cancelRelease"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/releases/{id}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a release that is live
         * @description In ten seconds, at one instant, each AR content shows what it would show without it.
         */
        post: operations["revertRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bulks
         * @description Those that have ended are kept for a month, and the newest hundred of a company at most.
         */
        get: operations["listBulks"];
        put?: never;
        /**
         * Pause, resume, rotate, skip or delete many rotation schedules
         * @description Asks twice. With dry_run it tells which schedules it would be about, and gives a token, which is good for ten minutes and for exactly these, whatever is changed meanwhile. With the token it begins: a workflow edits one schedule after the other, as the routes of a schedule do (skip: the next slot), and lists what is refused. Not all or none: what is done stays done. A token begins once: said again, it is answered with the same bulk. How many schedules it may be about is limited (422 at filter), and so is how many a company may have under way (409).
         */
        post: operations["createBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a bulk, and how far it is */
        get: operations["getBulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the schedules of a bulk, and what has become of each */
        get: operations["listBulkItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a bulk
         * @description From the answer on nothing more is done. What is done stays done. One that is over is a 409.
         */
        post: operations["cancelBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dayparts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List dayparts */
        get: operations["listDayparts"];
        put?: never;
        /**
         * Make a daypart
         * @description Named hours of the week of a company, which schedules may keep to.
         */
        post: operations["createDaypart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dayparts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a daypart */
        get: operations["getDaypart"];
        /**
         * Change a daypart
         * @description hours are given as a whole. AR contents that use it are brought over to other hours one by one, by a workflow, which `rollout` tells of.
         */
        put: operations["updateDaypart"];
        post?: never;
        /**
         * Delete a daypart
         * @description Refused while something uses it.
         */
        delete: operations["deleteDaypart"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/from-icalendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the days of an iCalendar, to make or change a calendar with
         * @description Nothing is kept: send days to POST or PUT of a calendar. Events of whole days become entries; what cannot be one (times of day, days before 1970, tasks) is listed in left_out. As text/calendar it may have 2 MiB, within JSON 256 KiB; it has at most 1,000 events.
         */
        post: operations["readICalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List calendars, without their days */
        get: operations["listCalendars"];
        put?: never;
        /**
         * Make a calendar
         * @description Named days of a company, which schedules may leave out or keep to.
         */
        post: operations["createCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a calendar */
        get: operations["getCalendar"];
        /**
         * Change a calendar
         * @description days are given as a whole. AR contents that use it are brought over to other days one by one, by a workflow, which `rollout` tells of.
         */
        put: operations["updateCalendar"];
        post?: never;
        /**
         * Delete a calendar
         * @description Refused while something uses it.
         */
        delete: operations["deleteCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rotation/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rotation schedule did */
        get: operations["listRotationHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ar-content/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an AR content showed, and why */
        get: operations["listArContentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who changed what, the newest first
         * @description Each write is a row, with its subject before and after. A company’s key sees what was done to the company’s things, whoever did it. What the service does by itself on schedule is in the histories.
         */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List storage connections
         * @description A company's key sees its own and those of the installation.
         */
        get: operations["listStorageConnections"];
        put?: never;
        /**
         * Make a storage connection
         * @description For the provider `local`, or a server at an address of its own, with an installation-wide key only. How many a company may have is limited: one more is a 409 that names the limit.
         */
        post: operations["createStorageConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a storage connection */
        get: operations["getStorageConnection"];
        /**
         * Change a storage connection
         * @description Where its files lie cannot change while there are any. Settings and credentials are given whole.
         */
        put: operations["updateStorageConnection"];
        post?: never;
        /**
         * Delete a storage connection
         * @description Refused while videos lie in it or a company names it. Its folder stays.
         */
        delete: operations["deleteStorageConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a storage connection
         * @description Writes, reads and deletes a small file, and tells what went well and what failed.
         */
        post: operations["testStorageConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-connections/{id}/orphans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find files without videos, and videos without files
         * @description One request looks for some seconds; the Link header leads to the rest, first of the files, then of the videos. With the last AR content there may be a few more videos than `limit`.
         */
        get: operations["listOrphans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-connections/{id}/orphans/clean-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove files without videos
         * @description Asks twice. Without `token` it tells which files would go, and gives a token, which is good for ten minutes and for exactly these files; with it they are removed, as far as nothing names them by then.
         */
        post: operations["cleanUpOrphans"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List storage moves */
        get: operations["listStorageMoves"];
        put?: never;
        /**
         * Move videos to another storage connection
         * @description Copies and compares all files first; then the videos of one AR content after the other name their copies. The files of before are kept for a while. Where uploads go is not changed: set storage_connection_id of the company first, so that no more videos come to the old place.
         */
        post: operations["createStorageMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-moves/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a storage move, and how far it is */
        get: operations["getStorageMove"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-moves/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a storage move
         * @description Its copies are removed, and nothing is switched. Refused from when the first videos name their copies; what a failed move has switched by then stays in its new place.
         */
        post: operations["cancelStorageMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/storage-moves/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a failed storage move again
         * @description It goes on with what is copied already.
         */
        post: operations["retryStorageMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Revoked ones too; never their secrets.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The secret is in `key`, this once. A key for the whole installation takes such a key. How many keys that are not revoked a company may have is limited: one more is a 409 that names the limit.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an API key */
        get: operations["getApiKey"];
        /** Change an API key */
        put: operations["updateApiKey"];
        post?: never;
        /**
         * Revoke an API key
         * @description It opens nothing from now on. Its row stays, for the history. The last admin key of an installation cannot be revoked.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List people
         * @description Those who were removed, too.
         */
        get: operations["listPeople"];
        put?: never;
        /**
         * Invite a person
         * @description The link in `sign_in_url` is good for 24 hours and one sign-in. Behind the person stands a key that nobody has: the audit log names it. Somebody for the whole installation takes such a key. How many people a company may have is limited: one more is a 409 that names the limit.
         */
        post: operations["invitePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a person */
        get: operations["getPerson"];
        /**
         * Change name or role of a person
         * @description Their next request has the new role.
         */
        put: operations["updatePerson"];
        post?: never;
        /**
         * Remove a person
         * @description Sessions and invitation are over at once. The row stays, for the history.
         */
        delete: operations["removePerson"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a person another link to sign in by
         * @description Good for 24 hours and one sign-in; the one before is good for nothing then. Sessions go on.
         */
        post: operations["inviteAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell who is signed in, or whose key it is */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in a browser
         * @description By a link, which is good for one time, or by an API key. For pages of this service alone: it takes the headers `X-Console: 1`, which no page of another site may send, and `Origin`. The cookie of the session counts with these two, to read with the first. The session that the browser had before ends.
         */
        post: operations["signIn"];
        /**
         * Sign out a browser
         * @description Its session is over at once. It takes the headers of signing in, and succeeds without a session, too.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out everywhere
         * @description Ends all sessions of the person, or of the key, and makes an open sign-in link good for nothing.
         */
        delete: operations["signOutEverywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which a browser signs in with your key
         * @description It is good for 15 minutes and one time; the one before is good for nothing then. It takes the key itself: a session may not prolong itself.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page on which browsers sign in and out */
        get: operations["getSignInPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/sign-in.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What makes that page work */
        get: operations["getSignInScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/sign-in.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How that page looks */
        get: operations["getSignInStyle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Make a webhook
         * @description An endpoint of a company that is told of events by signed requests (Standard Webhooks). The secret is in `secret`, this once. How many a company may have is limited: one more is a 409 that names the limit.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook */
        get: operations["getWebhook"];
        /**
         * Change a webhook
         * @description What waits already goes to the new url. Events of kinds that are added are sent from now on.
         */
        put: operations["updateWebhook"];
        post?: never;
        /**
         * Delete a webhook
         * @description What waits is not delivered any more.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook another secret
         * @description For a day, deliveries are signed by both: receivers may change over in that time.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver again to a webhook that was given up
         * @description What comes from now on. What was given up is sent by a replay.
         */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a webhook an event to try it
         * @description Of the kind `webhook.test`, whatever it subscribed to. How it went, the deliveries tell.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries to a webhook
         * @description Those of the last week.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events again
         * @description Those of the kinds that it wants, from an event on, whether they were delivered or not; with the same webhook-id. A request looks at 5,000 events at most and says where the next one goes on.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare rows with their workflows
         * @description Where rows and open workflows disagree, as `npm run drift` tells; nothing is changed. One request compares for some seconds: up to 5,000 rows or workflows, or until it has found 200 differences; then `is_complete` is false, and `next_after` leads on. Only an installation-wide key may ask.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/drift/heal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have workflows follow their rows again
         * @description Compares as `GET /api/operations/drift` does, and has workers mend what differs, as the reconciler does by itself every few minutes: no row is changed, and a repetition does no harm. One request compares for some seconds: up to 5,000 rows or workflows, or until it has found 200 differences; then `is_complete` is false, and `next_after` leads on.
         */
        post: operations["healDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers at all */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests can be served
         * @description Stays 200 with `temporal: degraded` while Temporal is down: the API works without it.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page to try out */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/start.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What starts that page */
        get: operations["getDocsScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{storage_connection_id}/{kind}/{ar_content_id}/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of a storage connection
         * @description With Range (several too), If-Range and ETag. Names are never used again, so clients may keep a file for a year. A file that lies elsewhere may be answered with a redirect, which holds for five minutes.
         */
        get: operations["getMedia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "rotation.done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An AR content shows another video, whatever made it: a schedule, a hand, a window, an override */
        post: operations["onRotationDone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "rotation.will_change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An AR content is about to show another video, or is not after all (`withdrawn`) */
        post: operations["onRotationWillChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "rotation.late": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A slot was committed ten seconds or more after its instant; readers saw it on time */
        post: operations["onRotationLate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "rotation.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A slot came, and no video could be shown */
        post: operations["onRotationFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "schedule.ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A schedule has no slot left */
        post: operations["onScheduleEnded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "content.going_dark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An AR content will show nothing from an instant on, or is not going to after all (`withdrawn`) */
        post: operations["onContentGoingDark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "content.dark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An AR content shows nothing any more */
        post: operations["onContentDark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "video.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An uploaded video can be shown */
        post: operations["onVideoReady"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "video.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An uploaded video cannot be used */
        post: operations["onVideoFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "release.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A release has gone live: its AR contents show its videos */
        post: operations["onReleaseLive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "release.over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A release that was live is over, by its revert_at or by hand */
        post: operations["onReleaseOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        ActiveVideo: {
            /** Format: int64 */
            id: number;
            title: string;
            video_url: string | null;
            thumbnail_url: string | null;
            /** @description Seconds */
            duration: number | null;
            /** Format: int64 */
            width: number | null;
            /** Format: int64 */
            height: number | null;
            /** Format: int64 */
            size_bytes: number | null;
            mime_type: string | null;
            /** @enum {string} */
            reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback";
            /**
             * Format: int64
             * @description The schedule that set it, for the reason rotation
             */
            schedule_id: number | null;
            /**
             * Format: int64
             * @description The override that is seen, for the reason override
             */
            override_id: number | null;
            /**
             * Format: int64
             * @description Only grows
             */
            version: number;
            /**
             * Format: date-time
             * @description When the answer may change next; null: none known
             */
            valid_until: string | null;
            /** @description What comes next, to be fetched ahead */
            next_video: {
                /** Format: int64 */
                id: number;
                title: string;
                video_url: string | null;
                thumbnail_url: string | null;
                /** @description Seconds */
                duration: number | null;
                /** Format: int64 */
                width: number | null;
                /** Format: int64 */
                height: number | null;
                /** Format: int64 */
                size_bytes: number | null;
                mime_type: string | null;
                /** Format: date-time */
                starts_at: string;
            } | null;
        };
        /** @description RFC 9457 */
        Problem: {
            type: string;
            title: string;
            /** Format: int32 */
            status: number;
            detail: string;
            instance: string;
            /**
             * @description Stable: programs decide by this
             * @enum {string}
             */
            code: "malformed_request" | "validation_failed" | "unauthorized" | "sign_in_refused" | "forbidden" | "foreign_origin" | "not_found" | "nothing_to_show" | "gone" | "method_not_allowed" | "conflict" | "warning_added" | "no_candidate_video" | "video_not_ready" | "precondition_failed" | "payload_too_large" | "quota_exceeded" | "unsupported_media_type" | "range_not_satisfiable" | "expectation_failed" | "headers_too_large" | "request_timeout" | "too_many_attempts" | "not_implemented" | "idempotency_key_reused" | "upload_locked" | "database_unavailable" | "busy" | "storage_full" | "storage_unavailable" | "temporal_unavailable" | "upgrade_under_way" | "outdated_process" | "internal_error";
            /** @description Each faulty field, by its dotted name */
            errors?: {
                field: string;
                message: string;
                /**
                 * @description Stable: programs say it in other languages by this
                 * @enum {string}
                 */
                code: "required" | "unknown_field" | "read_only" | "wrong_type" | "wrong_format" | "not_one_of" | "too_small" | "too_large" | "too_short" | "too_long" | "not_there" | "out_of_order" | "invalid";
            }[];
            request_id: string;
        };
        Time: {
            /**
             * Format: date-time
             * @description The clock by which the instants of all answers are meant
             */
            now: string;
        };
        Plan: {
            unique_id: string;
            /**
             * Format: date-time
             * @description As far as the plan is told; after that, ask again
             */
            until: string;
            /** @description What is shown now, then each change */
            entries: {
                /** Format: date-time */
                starts_at: string;
                /** Format: int64 */
                version: number;
                /** @enum {string|null} */
                reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
                /** Format: int64 */
                schedule_id: number | null;
                /** Format: int64 */
                override_id: number | null;
                /** @description null: nothing is shown */
                video: {
                    /** Format: int64 */
                    id: number;
                    title: string;
                    video_url: string | null;
                    thumbnail_url: string | null;
                    /** @description Seconds */
                    duration: number | null;
                    /** Format: int64 */
                    width: number | null;
                    /** Format: int64 */
                    height: number | null;
                    /** Format: int64 */
                    size_bytes: number | null;
                    mime_type: string | null;
                } | null;
            }[];
        };
        CompanyInput: {
            name: string;
            /** @description For schedules, videos and overrides that name none when they are made; UTC unless given */
            time_zone?: string;
            /**
             * Format: int64
             * @description Where uploads go; null: the default
             */
            storage_connection_id?: number | null;
            /**
             * Format: int64
             * @description Of all its videos together; null: no limit. Takes an installation-wide key
             */
            max_storage_bytes?: number | null;
            /** @description Whether it is there to look around in: it is deleted with its AR contents */
            is_demo?: boolean | (0 | 1);
        };
        Company: {
            /** Format: int64 */
            id: number;
            name: string;
            time_zone: string;
            /** Format: int64 */
            storage_connection_id: number | null;
            /** Format: int64 */
            max_storage_bytes: number | null;
            is_demo: boolean;
            /**
             * Format: int64
             * @description Of all its videos, but of those that failed
             */
            used_bytes: number;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        CompanyChanges: {
            name?: string;
            /** @description For schedules, videos and overrides that name none when they are made; UTC unless given */
            time_zone?: string;
            /**
             * Format: int64
             * @description Where uploads go; null: the default
             */
            storage_connection_id?: number | null;
            /**
             * Format: int64
             * @description Of all its videos together; null: no limit. Takes an installation-wide key
             */
            max_storage_bytes?: number | null;
            /** Format: int64 */
            readonly id?: number;
            readonly is_demo?: boolean;
            /**
             * Format: int64
             * @description Of all its videos, but of those that failed
             */
            readonly used_bytes?: number;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        Deleted: {
            /** @constant */
            status: "deleted";
        };
        ProjectInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key
             */
            company_id?: number;
            name: string;
        };
        Project: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            name: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        ProjectChanges: {
            name?: string;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        ArContentInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key
             */
            company_id?: number;
            title: string;
            /** Format: int64 */
            project_id?: number | null;
            /**
             * Format: uuid
             * @description For what is printed already; made up otherwise
             */
            unique_id?: string;
            video_rotation_enabled?: boolean | (0 | 1);
            is_active?: boolean | (0 | 1);
            /** Format: date-time */
            expires_at?: string | null;
        };
        ArContent: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            /** Format: int64 */
            project_id: number | null;
            /**
             * Format: uuid
             * @description What AR clients read by
             */
            unique_id: string;
            title: string;
            /**
             * Format: int64
             * @description Set by rotation or by hand
             */
            active_video_id: number | null;
            /** Format: int64 */
            default_video_id: number | null;
            video_rotation_enabled: boolean;
            /**
             * @description Type of the schedule that is due next
             * @enum {string|null}
             */
            video_rotation_type: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once" | null;
            is_active: boolean;
            /** Format: date-time */
            expires_at: string | null;
            live: components["schemas"]["Live"] | null;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        /** @description What AR clients are shown now */
        Live: {
            /** Format: int64 */
            video_id: number;
            /** @enum {string} */
            reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback";
            /** Format: int64 */
            schedule_id: number | null;
            /**
             * Format: date-time
             * @description When this may change next; null: no change is known
             */
            valid_until: string | null;
            /** Format: int64 */
            next_video_id: number | null;
            /** Format: date-time */
            next_starts_at: string | null;
            /**
             * @description Why that one takes over then
             * @enum {string|null}
             */
            next_reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
        };
        ListedArContent: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            /** Format: int64 */
            project_id: number | null;
            /**
             * Format: uuid
             * @description What AR clients read by
             */
            unique_id: string;
            title: string;
            /**
             * Format: int64
             * @description Set by rotation or by hand
             */
            active_video_id: number | null;
            /** Format: int64 */
            default_video_id: number | null;
            video_rotation_enabled: boolean;
            /**
             * @description Type of the schedule that is due next
             * @enum {string|null}
             */
            video_rotation_type: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once" | null;
            is_active: boolean;
            /** Format: date-time */
            expires_at: string | null;
            live: components["schemas"]["Live"] | null;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /** @description With include=live: what is shown now */
            live_video?: components["schemas"]["VideoGlimpse"] | null;
            /** @description With include=next: what takes over next */
            next_video?: components["schemas"]["VideoGlimpse"] | null;
            /** @description With include=badges. dark_soon: within seven days, by windows, expiries and hours */
            badges?: ("dark" | "dark_soon" | "late" | "paused" | "overridden" | "failed_video")[];
        };
        VideoGlimpse: {
            /** Format: int64 */
            id: number;
            title: string;
            /** @description The smallest */
            thumbnail_url: string | null;
        };
        ArContentChanges: {
            title?: string;
            /** Format: int64 */
            project_id?: number | null;
            /**
             * Format: int64
             * @description Activates a video; null clears
             */
            active_video_id?: number | null;
            /**
             * Format: int64
             * @description Shown when nothing else is
             */
            default_video_id?: number | null;
            /** @description false: its schedules have no slots */
            video_rotation_enabled?: boolean | (0 | 1);
            is_active?: boolean | (0 | 1);
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number;
            /**
             * Format: uuid
             * @description What AR clients read by
             */
            readonly unique_id?: string;
            /**
             * @description Type of the schedule that is due next
             * @enum {string|null}
             */
            readonly video_rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once" | null;
            readonly live?: components["schemas"]["Live"] | null;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            readonly revision_pending?: boolean;
            /** Format: int64 */
            readonly version?: number;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        VideoUpload: {
            /**
             * Format: binary
             * @description MP4, MOV, WebM or Matroska; judged by its content
             */
            file: Blob;
            /**
             * Format: binary
             * @description JPEG, PNG or WebP
             */
            thumbnail?: Blob;
            title?: string;
            activate?: boolean;
            /** Format: int32 */
            rotation_order?: number;
            /** Format: date-time */
            schedule_start?: string;
            /** Format: date-time */
            schedule_end?: string;
            /** Format: int64 */
            daypart_id?: number;
            /** Format: int64 */
            calendar_id?: number;
            /** @enum {string} */
            calendar_mode?: "exclude" | "only";
            /** @description IANA; the company's unless given */
            time_zone?: string;
        };
        Video: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            storage_connection_id: number | null;
            video_path: string | null;
            video_url: string | null;
            thumbnail_url: string | null;
            /** @description In several sizes, the smallest first; without ffmpeg none */
            thumbnails: {
                /** Format: int64 */
                width: number;
                /** Format: int64 */
                height: number;
                url: string;
            }[];
            title: string;
            /** @description Seconds */
            duration: number | null;
            /** Format: int64 */
            width: number | null;
            /** Format: int64 */
            height: number | null;
            /**
             * Format: int64
             * @description By how much players turn the frames, in degrees clockwise
             */
            rotation: number | null;
            video_codec: string | null;
            audio_codec: string | null;
            /** @description Of picture and sound as RFC 6381 writes them */
            codecs: string | null;
            /** @description Whether the picture has an alpha channel */
            has_alpha: boolean | null;
            /** @description Which usual players play picture and sound: browsers, and what apps on Android (Media3, ExoPlayer) and iOS (AVPlayer) use. Null: a video from before this was looked at */
            playable_in: ("chrome" | "firefox" | "safari" | "android" | "ios")[] | null;
            /**
             * Format: int64
             * @description Bits a second, of the whole file
             */
            bit_rate: number | null;
            /** @description Frames a second */
            frame_rate: number | null;
            /** Format: int64 */
            size_bytes: number | null;
            mime_type: string | null;
            sha256: string | null;
            /** @enum {string} */
            status: "uploading" | "processing" | "ready" | "failed";
            /**
             * @description What is done to it now
             * @enum {string|null}
             */
            processing_step: "inspect" | "optimise" | "thumbnails" | "finish" | null;
            /**
             * Format: int64
             * @description Percent of the steps; null: failed
             */
            processing_progress: number | null;
            /** @description Why the step has to be tried again */
            processing_problem: string | null;
            /**
             * @description Stable: programs decide by this
             * @enum {string|null}
             */
            failure_code: "wrong_type" | "broken" | "gave_up" | null;
            failure_reason: string | null;
            activate_when_ready: boolean;
            /** @description Whether it is the content's active_video_id */
            is_active: boolean;
            /** @description Whether AR clients are shown it now */
            is_live: boolean;
            /** Format: date-time */
            schedule_start: string | null;
            /** Format: date-time */
            schedule_end: string | null;
            /** Format: date-time */
            expires_at: string | null;
            /**
             * Format: int64
             * @description Whose hours it keeps to
             */
            daypart_id: number | null;
            /** Format: int64 */
            calendar_id: number | null;
            /**
             * @description Whether days are left out or kept to
             * @enum {string|null}
             */
            calendar_mode: "exclude" | "only" | null;
            /** @description Whose clock decides, unless the daypart has a zone of its own */
            time_zone: string;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            /** Format: int64 */
            rotation_order: number;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        DirectUploadInput: {
            /** Format: int64 */
            size_bytes: number;
            /**
             * @description Of the content, which is checked once it is there
             * @enum {string}
             */
            mime_type: "video/mp4" | "video/webm" | "video/quicktime" | "video/x-matroska";
            title?: string;
            activate?: boolean | (0 | 1);
            /** Format: int32 */
            rotation_order?: number;
            /** Format: date-time */
            schedule_start?: string;
            /** Format: date-time */
            schedule_end?: string;
            /**
             * Format: int64
             * @description It can be shown within these hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: not on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
        };
        DirectUpload: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            storage_connection_id: number | null;
            video_path: string | null;
            video_url: string | null;
            thumbnail_url: string | null;
            /** @description In several sizes, the smallest first; without ffmpeg none */
            thumbnails: {
                /** Format: int64 */
                width: number;
                /** Format: int64 */
                height: number;
                url: string;
            }[];
            title: string;
            /** @description Seconds */
            duration: number | null;
            /** Format: int64 */
            width: number | null;
            /** Format: int64 */
            height: number | null;
            /**
             * Format: int64
             * @description By how much players turn the frames, in degrees clockwise
             */
            rotation: number | null;
            video_codec: string | null;
            audio_codec: string | null;
            /** @description Of picture and sound as RFC 6381 writes them */
            codecs: string | null;
            /** @description Whether the picture has an alpha channel */
            has_alpha: boolean | null;
            /** @description Which usual players play picture and sound: browsers, and what apps on Android (Media3, ExoPlayer) and iOS (AVPlayer) use. Null: a video from before this was looked at */
            playable_in: ("chrome" | "firefox" | "safari" | "android" | "ios")[] | null;
            /**
             * Format: int64
             * @description Bits a second, of the whole file
             */
            bit_rate: number | null;
            /** @description Frames a second */
            frame_rate: number | null;
            /** Format: int64 */
            size_bytes: number | null;
            mime_type: string | null;
            sha256: string | null;
            /** @enum {string} */
            status: "uploading" | "processing" | "ready" | "failed";
            /**
             * @description What is done to it now
             * @enum {string|null}
             */
            processing_step: "inspect" | "optimise" | "thumbnails" | "finish" | null;
            /**
             * Format: int64
             * @description Percent of the steps; null: failed
             */
            processing_progress: number | null;
            /** @description Why the step has to be tried again */
            processing_problem: string | null;
            /**
             * @description Stable: programs decide by this
             * @enum {string|null}
             */
            failure_code: "wrong_type" | "broken" | "gave_up" | null;
            failure_reason: string | null;
            activate_when_ready: boolean;
            /** @description Whether it is the content's active_video_id */
            is_active: boolean;
            /** @description Whether AR clients are shown it now */
            is_live: boolean;
            /** Format: date-time */
            schedule_start: string | null;
            /** Format: date-time */
            schedule_end: string | null;
            /** Format: date-time */
            expires_at: string | null;
            /**
             * Format: int64
             * @description Whose hours it keeps to
             */
            daypart_id: number | null;
            /** Format: int64 */
            calendar_id: number | null;
            /**
             * @description Whether days are left out or kept to
             * @enum {string|null}
             */
            calendar_mode: "exclude" | "only" | null;
            /** @description Whose clock decides, unless the daypart has a zone of its own */
            time_zone: string;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            /** Format: int64 */
            rotation_order: number;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            upload: {
                /** @constant */
                method: "PUT";
                url: string;
                /** @description To be sent as they are: they are signed */
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expires_at: string;
            };
        };
        VideoCopyInput: {
            /**
             * Format: int64
             * @description A video of the same company that is ready
             */
            copy_of: number;
            /** @description That of the other video unless given */
            title?: string;
            activate?: boolean | (0 | 1);
            /** Format: int32 */
            rotation_order?: number;
            /** Format: date-time */
            schedule_start?: string;
            /** Format: date-time */
            schedule_end?: string;
            /**
             * Format: int64
             * @description It can be shown within these hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: not on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
        };
        VideoChanges: {
            title?: string;
            /** Format: int32 */
            rotation_order?: number;
            /** Format: date-time */
            schedule_start?: string | null;
            /** Format: date-time */
            schedule_end?: string | null;
            /** Format: date-time */
            expires_at?: string | null;
            /**
             * Format: int64
             * @description It can be shown within these hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: not on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
            /** @description true activates it; false clears it, if it is the active one */
            is_active?: boolean | (0 | 1);
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly ar_content_id?: number;
            /** Format: int64 */
            readonly storage_connection_id?: number | null;
            readonly video_path?: string | null;
            readonly video_url?: string | null;
            readonly thumbnail_url?: string | null;
            /** @description In several sizes, the smallest first; without ffmpeg none */
            readonly thumbnails?: {
                /** Format: int64 */
                width: number;
                /** Format: int64 */
                height: number;
                url: string;
            }[];
            /** @description Seconds */
            readonly duration?: number | null;
            /** Format: int64 */
            readonly width?: number | null;
            /** Format: int64 */
            readonly height?: number | null;
            /**
             * Format: int64
             * @description By how much players turn the frames, in degrees clockwise
             */
            readonly rotation?: number | null;
            readonly video_codec?: string | null;
            readonly audio_codec?: string | null;
            /** @description Of picture and sound as RFC 6381 writes them */
            readonly codecs?: string | null;
            /** @description Whether the picture has an alpha channel */
            readonly has_alpha?: boolean | null;
            /** @description Which usual players play picture and sound: browsers, and what apps on Android (Media3, ExoPlayer) and iOS (AVPlayer) use. Null: a video from before this was looked at */
            readonly playable_in?: ("chrome" | "firefox" | "safari" | "android" | "ios")[] | null;
            /**
             * Format: int64
             * @description Bits a second, of the whole file
             */
            readonly bit_rate?: number | null;
            /** @description Frames a second */
            readonly frame_rate?: number | null;
            /** Format: int64 */
            readonly size_bytes?: number | null;
            readonly mime_type?: string | null;
            readonly sha256?: string | null;
            /** @enum {string} */
            readonly status?: "uploading" | "processing" | "ready" | "failed";
            /**
             * @description What is done to it now
             * @enum {string|null}
             */
            readonly processing_step?: "inspect" | "optimise" | "thumbnails" | "finish" | null;
            /**
             * Format: int64
             * @description Percent of the steps; null: failed
             */
            readonly processing_progress?: number | null;
            /** @description Why the step has to be tried again */
            readonly processing_problem?: string | null;
            /**
             * @description Stable: programs decide by this
             * @enum {string|null}
             */
            readonly failure_code?: "wrong_type" | "broken" | "gave_up" | null;
            readonly failure_reason?: string | null;
            readonly activate_when_ready?: boolean;
            /** @description Whether AR clients are shown it now */
            readonly is_live?: boolean;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            readonly revision_pending?: boolean;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        Activated: {
            /** @constant */
            status: "activated";
            /** Format: int64 */
            active_video_id: number | null;
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            version: number;
            live: components["schemas"]["Live"] | null;
        };
        UnusedVideosCleanUpInput: {
            /**
             * Format: int64
             * @description Implied with a company's key
             */
            company_id?: number;
            /**
             * Format: int64
             * @description Looks at this AR content alone
             */
            ar_content_id?: number;
            /** Format: int32 */
            limit?: number;
            /** @description Goes on where an answer said that it ended, by its `next_after` */
            after?: string;
            /** @description Of the dry run: deletes what that told of. Without it nothing is deleted */
            token?: string;
        };
        UnusedVideosCleanUp: {
            dry_run: boolean;
            /** @description What would be deleted */
            videos: {
                /** Format: int64 */
                id: number;
                /** Format: int64 */
                ar_content_id: number;
                title: string;
                /** Format: int64 */
                size_bytes: number | null;
                /** Format: date-time */
                created_at: string;
            }[];
            deleted: number[];
            /** @description What the dry run told of and is in use by now */
            kept: number[];
            token: string | null;
            /** Format: date-time */
            expires_at: string | null;
            /** @description Whether everything was looked at */
            is_complete: boolean;
            /** @description Where to go on, as `after`; null: this was the last part */
            next_after: string | null;
        };
        RotationPreviewInput: {
            /** @enum {string} */
            rotation_type: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            /** @description Video ids in order; may repeat */
            video_sequence: number[];
            time_of_day?: string | null;
            /**
             * Format: int32
             * @description ISO 8601: 1 Monday to 7 Sunday
             */
            day_of_week?: number | null;
            /**
             * Format: int32
             * @description Past the month's end means its last day
             */
            day_of_month?: number | null;
            /** @description Five or six fields, or a nickname such as @daily */
            cron_expression?: string | null;
            /** Format: int32 */
            interval_seconds?: number | null;
            /** @description RFC 5545 without DTSTART, which is starts_at; of the rotation_type rrule */
            rrule?: string | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
            /** @enum {string} */
            dst_gap?: "shift" | "skip";
            /**
             * @description null: both for rules that fire all through the day, first for the others
             * @enum {string|null}
             */
            dst_overlap?: "first" | "second" | "both" | null;
            /**
             * @description shuffle: each once a round, in an order of the round; weighted: in proportion to weights
             * @enum {string}
             */
            selection?: "sequential" | "random" | "shuffle" | "weighted";
            /** @description How often each position is shown, in proportion; 0: never */
            weights?: number[] | null;
            /**
             * Format: int32
             * @description How many other videos come before one comes again, while others can be shown
             */
            no_repeat_last?: number;
            /**
             * Format: int32
             * @description What shuffle and random are drawn from; drawn unless given
             */
            random_seed?: number;
            /** Format: int32 */
            current_index?: number;
            /** Format: date-time */
            starts_at?: string | null;
            /** Format: date-time */
            ends_at?: string | null;
            /**
             * Format: int64
             * @description Slots fall within its hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: no slots on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            is_active?: boolean | (0 | 1);
            /**
             * Format: date-time
             * @description When the next rotation is to be; not in the future means now; null: as the rule says
             */
            next_rotation_at?: string | null;
            /** Format: int64 */
            ar_content_id: number;
            /**
             * Format: int32
             * @description Slots; 10 unless given
             */
            count?: number;
        };
        RotationPreview: {
            /** Format: int64 */
            ar_content_id: number;
            /**
             * Format: int64
             * @description What random choices were drawn from; sent along, they come true
             */
            random_seed: number;
            /**
             * @description The one that would be in force
             * @enum {string}
             */
            dst_overlap: "first" | "second" | "both";
            /** @description What it would do, in one sentence; in the language that Accept-Language asks for */
            words: string;
            slots: {
                /** Format: date-time */
                slot_at: string;
                /** @description In the schedule's zone, with offset and zone */
                local_time: string;
                /**
                 * @description shifted: the clock leaves its time out; first_of_two, second_of_two: it comes twice
                 * @enum {string|null}
                 */
                clock_change: "shifted" | "first_of_two" | "second_of_two" | null;
                /** @description The time of the rule that the clock leaves out; of shifted ones */
                instead_of: string | null;
                /** @description False: it was not looked that far, and video_id and note are null */
                is_known: boolean;
                /**
                 * Format: int64
                 * @description What the schedule has come to then, beneath overrides
                 */
                video_id: number | null;
                /**
                 * @description Why the slot changes nothing that is seen
                 * @enum {string|null}
                 */
                note: "no_showable_video" | "unchanged" | "overridden" | "held" | "skipped" | null;
            }[];
            /** @description False: more come before `count` is reached, and were not found in a tenth of a second */
            all_found: boolean;
            /** @description Times of the rule before the last of the slots that are none: the first hundred */
            left_out: {
                /**
                 * Format: date-time
                 * @description When it would come; of what the clock leaves out: the first instant after
                 */
                slot_at: string;
                /** @description By the clock of the schedule's zone */
                rule_time: string;
                /**
                 * @description clock_change: the clock leaves it out; hours: those of the daypart do; days: calendars do
                 * @enum {string}
                 */
                reason: "clock_change" | "hours" | "days";
            }[];
        };
        RotationChangePreviewInput: {
            /** @enum {string} */
            rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            /** @description Video ids in order; may repeat. Empty only where it is so */
            video_sequence?: number[];
            time_of_day?: string | null;
            /**
             * Format: int32
             * @description ISO 8601: 1 Monday to 7 Sunday
             */
            day_of_week?: number | null;
            /**
             * Format: int32
             * @description Past the month's end means its last day
             */
            day_of_month?: number | null;
            /** @description Five or six fields, or a nickname such as @daily */
            cron_expression?: string | null;
            /** Format: int32 */
            interval_seconds?: number | null;
            /** @description RFC 5545 without DTSTART, which is starts_at; of the rotation_type rrule */
            rrule?: string | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
            /** @enum {string} */
            dst_gap?: "shift" | "skip";
            /**
             * @description null: both for rules that fire all through the day, first for the others
             * @enum {string|null}
             */
            dst_overlap?: "first" | "second" | "both" | null;
            /**
             * @description shuffle: each once a round, in an order of the round; weighted: in proportion to weights
             * @enum {string}
             */
            selection?: "sequential" | "random" | "shuffle" | "weighted";
            /** @description How often each position is shown, in proportion; 0: never */
            weights?: number[] | null;
            /**
             * Format: int32
             * @description How many other videos come before one comes again, while others can be shown
             */
            no_repeat_last?: number;
            /** Format: int32 */
            current_index?: number;
            /** Format: date-time */
            starts_at?: string | null;
            /** Format: date-time */
            ends_at?: string | null;
            /**
             * Format: int64
             * @description Slots fall within its hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: no slots on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            is_active?: boolean | (0 | 1);
            /**
             * Format: date-time
             * @description When the next rotation is to be; not in the future means now; null: as the rule says
             */
            next_rotation_at?: string | null;
            /**
             * Format: int32
             * @description Slots; 10 unless given
             */
            count?: number;
        };
        RotationScheduleInput: {
            /** @enum {string} */
            rotation_type: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            /** @description Video ids in order; may repeat */
            video_sequence: number[];
            time_of_day?: string | null;
            /**
             * Format: int32
             * @description ISO 8601: 1 Monday to 7 Sunday
             */
            day_of_week?: number | null;
            /**
             * Format: int32
             * @description Past the month's end means its last day
             */
            day_of_month?: number | null;
            /** @description Five or six fields, or a nickname such as @daily */
            cron_expression?: string | null;
            /** Format: int32 */
            interval_seconds?: number | null;
            /** @description RFC 5545 without DTSTART, which is starts_at; of the rotation_type rrule */
            rrule?: string | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
            /** @enum {string} */
            dst_gap?: "shift" | "skip";
            /**
             * @description null: both for rules that fire all through the day, first for the others
             * @enum {string|null}
             */
            dst_overlap?: "first" | "second" | "both" | null;
            /**
             * @description shuffle: each once a round, in an order of the round; weighted: in proportion to weights
             * @enum {string}
             */
            selection?: "sequential" | "random" | "shuffle" | "weighted";
            /** @description How often each position is shown, in proportion; 0: never */
            weights?: number[] | null;
            /**
             * Format: int32
             * @description How many other videos come before one comes again, while others can be shown
             */
            no_repeat_last?: number;
            /**
             * Format: int32
             * @description What shuffle and random are drawn from; drawn unless given
             */
            random_seed?: number;
            /** Format: int32 */
            current_index?: number;
            /** Format: date-time */
            starts_at?: string | null;
            /** Format: date-time */
            ends_at?: string | null;
            /**
             * Format: int64
             * @description Slots fall within its hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: no slots on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            is_active?: boolean | (0 | 1);
            /**
             * Format: date-time
             * @description When the next rotation is to be; not in the future means now; null: as the rule says
             */
            next_rotation_at?: string | null;
        };
        RotationSchedule: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** @enum {string} */
            rotation_type: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            time_of_day: string | null;
            /** Format: int64 */
            day_of_week: number | null;
            /** Format: int64 */
            day_of_month: number | null;
            cron_expression: string | null;
            /** Format: int64 */
            interval_seconds: number | null;
            rrule: string | null;
            time_zone: string;
            /** @enum {string} */
            dst_gap: "shift" | "skip";
            /**
             * @description The one in force
             * @enum {string}
             */
            dst_overlap: "first" | "second" | "both";
            /** @description False: it follows from the rule */
            dst_overlap_given: boolean;
            /** @enum {string} */
            selection: "sequential" | "random" | "shuffle" | "weighted";
            readonly weights: number[] | null;
            /** Format: int64 */
            no_repeat_last: number;
            /**
             * Format: int64
             * @description What shuffle and random are drawn from
             */
            random_seed: number;
            video_sequence: number[];
            /** Format: int64 */
            current_index: number;
            /** @description The next step shows the position itself, not the one after */
            position_pending: boolean;
            /** Format: date-time */
            starts_at: string | null;
            /** Format: date-time */
            ends_at: string | null;
            /**
             * Format: int64
             * @description Whose hours its slots keep to
             */
            daypart_id: number | null;
            /** Format: int64 */
            calendar_id: number | null;
            /**
             * @description Whether days are left out or kept to
             * @enum {string|null}
             */
            calendar_mode: "exclude" | "only" | null;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            is_active: boolean;
            /**
             * @description Why it is inactive; no_slot: its hours and days were changed, and leave none
             * @enum {string|null}
             */
            inactive_reason: "sequence_empty" | "paused" | "no_slot" | null;
            /** Format: date-time */
            paused_at: string | null;
            paused_by: string | null;
            pause_note: string | null;
            /**
             * Format: date-time
             * @description When it goes on by itself
             */
            resume_at: string | null;
            /**
             * @description What is then done about slots that fell into the pause
             * @enum {string}
             */
            resume_missed: "none" | "once" | "all";
            /** Format: date-time */
            last_rotation_at: string | null;
            /** Format: date-time */
            next_rotation_at: string | null;
            /** Format: int64 */
            next_video_id: number | null;
            /** @description Somebody asked for next_rotation_at, instead of the rule */
            next_is_asked_for: boolean;
            /** @description What it does, in one sentence; in English, or in Russian where Accept-Language would rather have that */
            words: string;
            /**
             * Format: int64
             * @description Slots that were carried out more than ten seconds late; readers saw them in time
             */
            late_count: number;
            /**
             * Format: int64
             * @description How late at worst
             */
            worst_lateness_ms: number;
            /**
             * Format: int64
             * @description Tries of its workflow to carry out what is due that failed
             */
            failed_count: number;
            /** @description Why the last of them did */
            last_error: string | null;
            /** @description As the Temporal Web UI shows it */
            workflow_id: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        RotationScheduleChanges: {
            /** @enum {string} */
            rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            /** @description Video ids in order; may repeat. Empty only where it is so */
            video_sequence?: number[];
            time_of_day?: string | null;
            /**
             * Format: int32
             * @description ISO 8601: 1 Monday to 7 Sunday
             */
            day_of_week?: number | null;
            /**
             * Format: int32
             * @description Past the month's end means its last day
             */
            day_of_month?: number | null;
            /** @description Five or six fields, or a nickname such as @daily */
            cron_expression?: string | null;
            /** Format: int32 */
            interval_seconds?: number | null;
            /** @description RFC 5545 without DTSTART, which is starts_at; of the rotation_type rrule */
            rrule?: string | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
            /** @enum {string} */
            dst_gap?: "shift" | "skip";
            /**
             * @description null: both for rules that fire all through the day, first for the others
             * @enum {string|null}
             */
            dst_overlap?: "first" | "second" | "both" | null;
            /**
             * @description shuffle: each once a round, in an order of the round; weighted: in proportion to weights
             * @enum {string}
             */
            selection?: "sequential" | "random" | "shuffle" | "weighted";
            /** @description How often each position is shown, in proportion; 0: never */
            weights?: number[] | null;
            /**
             * Format: int32
             * @description How many other videos come before one comes again, while others can be shown
             */
            no_repeat_last?: number;
            /** Format: int32 */
            current_index?: number;
            /** Format: date-time */
            starts_at?: string | null;
            /** Format: date-time */
            ends_at?: string | null;
            /**
             * Format: int64
             * @description Slots fall within its hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: no slots on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            is_active?: boolean | (0 | 1);
            /**
             * Format: date-time
             * @description When the next rotation is to be; not in the future means now; null: as the rule says
             */
            next_rotation_at?: string | null;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly ar_content_id?: number;
            /** @description False: it follows from the rule */
            readonly dst_overlap_given?: boolean;
            /**
             * Format: int64
             * @description What shuffle and random are drawn from
             */
            readonly random_seed?: number;
            /** @description The next step shows the position itself, not the one after */
            readonly position_pending?: boolean;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            readonly revision_pending?: boolean;
            /**
             * @description Why it is inactive; no_slot: its hours and days were changed, and leave none
             * @enum {string|null}
             */
            readonly inactive_reason?: "sequence_empty" | "paused" | "no_slot" | null;
            /** Format: date-time */
            readonly paused_at?: string | null;
            readonly paused_by?: string | null;
            readonly pause_note?: string | null;
            /**
             * Format: date-time
             * @description When it goes on by itself
             */
            readonly resume_at?: string | null;
            /**
             * @description What is then done about slots that fell into the pause
             * @enum {string}
             */
            readonly resume_missed?: "none" | "once" | "all";
            /** Format: date-time */
            readonly last_rotation_at?: string | null;
            /** Format: int64 */
            readonly next_video_id?: number | null;
            /** @description Somebody asked for next_rotation_at, instead of the rule */
            readonly next_is_asked_for?: boolean;
            /** @description What it does, in one sentence; in English, or in Russian where Accept-Language would rather have that */
            readonly words?: string;
            /**
             * Format: int64
             * @description Slots that were carried out more than ten seconds late; readers saw them in time
             */
            readonly late_count?: number;
            /**
             * Format: int64
             * @description How late at worst
             */
            readonly worst_lateness_ms?: number;
            /**
             * Format: int64
             * @description Tries of its workflow to carry out what is due that failed
             */
            readonly failed_count?: number;
            /** @description Why the last of them did */
            readonly last_error?: string | null;
            /** @description As the Temporal Web UI shows it */
            readonly workflow_id?: string;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
            /** @constant */
            readonly status?: "updated";
        };
        UpdatedRotationSchedule: {
            /** @constant */
            status: "updated";
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** @enum {string} */
            rotation_type: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            time_of_day: string | null;
            /** Format: int64 */
            day_of_week: number | null;
            /** Format: int64 */
            day_of_month: number | null;
            cron_expression: string | null;
            /** Format: int64 */
            interval_seconds: number | null;
            rrule: string | null;
            time_zone: string;
            /** @enum {string} */
            dst_gap: "shift" | "skip";
            /**
             * @description The one in force
             * @enum {string}
             */
            dst_overlap: "first" | "second" | "both";
            /** @description False: it follows from the rule */
            dst_overlap_given: boolean;
            /** @enum {string} */
            selection: "sequential" | "random" | "shuffle" | "weighted";
            readonly weights: number[] | null;
            /** Format: int64 */
            no_repeat_last: number;
            /**
             * Format: int64
             * @description What shuffle and random are drawn from
             */
            random_seed: number;
            video_sequence: number[];
            /** Format: int64 */
            current_index: number;
            /** @description The next step shows the position itself, not the one after */
            position_pending: boolean;
            /** Format: date-time */
            starts_at: string | null;
            /** Format: date-time */
            ends_at: string | null;
            /**
             * Format: int64
             * @description Whose hours its slots keep to
             */
            daypart_id: number | null;
            /** Format: int64 */
            calendar_id: number | null;
            /**
             * @description Whether days are left out or kept to
             * @enum {string|null}
             */
            calendar_mode: "exclude" | "only" | null;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            is_active: boolean;
            /**
             * @description Why it is inactive; no_slot: its hours and days were changed, and leave none
             * @enum {string|null}
             */
            inactive_reason: "sequence_empty" | "paused" | "no_slot" | null;
            /** Format: date-time */
            paused_at: string | null;
            paused_by: string | null;
            pause_note: string | null;
            /**
             * Format: date-time
             * @description When it goes on by itself
             */
            resume_at: string | null;
            /**
             * @description What is then done about slots that fell into the pause
             * @enum {string}
             */
            resume_missed: "none" | "once" | "all";
            /** Format: date-time */
            last_rotation_at: string | null;
            /** Format: date-time */
            next_rotation_at: string | null;
            /** Format: int64 */
            next_video_id: number | null;
            /** @description Somebody asked for next_rotation_at, instead of the rule */
            next_is_asked_for: boolean;
            /** @description What it does, in one sentence; in English, or in Russian where Accept-Language would rather have that */
            words: string;
            /**
             * Format: int64
             * @description Slots that were carried out more than ten seconds late; readers saw them in time
             */
            late_count: number;
            /**
             * Format: int64
             * @description How late at worst
             */
            worst_lateness_ms: number;
            /**
             * Format: int64
             * @description Tries of its workflow to carry out what is due that failed
             */
            failed_count: number;
            /** @description Why the last of them did */
            last_error: string | null;
            /** @description As the Temporal Web UI shows it */
            workflow_id: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        Upcoming: {
            /** Format: int64 */
            schedule_id: number;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            slots: {
                /** Format: date-time */
                slot_at: string;
                /** @description In the schedule's zone, with offset and zone */
                local_time: string;
                /**
                 * @description shifted: the clock leaves its time out; first_of_two, second_of_two: it comes twice
                 * @enum {string|null}
                 */
                clock_change: "shifted" | "first_of_two" | "second_of_two" | null;
                /** @description The time of the rule that the clock leaves out; of shifted ones */
                instead_of: string | null;
                /** @description False: it was not looked that far, and video_id and note are null */
                is_known: boolean;
                /**
                 * Format: int64
                 * @description What the schedule has come to then, beneath overrides
                 */
                video_id: number | null;
                /**
                 * @description Why the slot changes nothing that is seen
                 * @enum {string|null}
                 */
                note: "no_showable_video" | "unchanged" | "overridden" | "held" | "skipped" | null;
            }[];
            /** @description False: more come before `count` is reached, and were not found in a tenth of a second */
            all_found: boolean;
            /** @description Times of the rule before the last of the slots that are none: the first hundred */
            left_out: {
                /**
                 * Format: date-time
                 * @description When it would come; of what the clock leaves out: the first instant after
                 */
                slot_at: string;
                /** @description By the clock of the schedule's zone */
                rule_time: string;
                /**
                 * @description clock_change: the clock leaves it out; hours: those of the daypart do; days: calendars do
                 * @enum {string}
                 */
                reason: "clock_change" | "hours" | "days";
            }[];
        };
        LiveAt: {
            /** Format: int64 */
            ar_content_id: number;
            /** Format: date-time */
            at: string;
            /**
             * @description recorded: it happened; planned: it will; not_reached: there is too much to come before it, ask again
             * @enum {string}
             */
            known: "recorded" | "planned" | "not_reached";
            /**
             * Format: date-time
             * @description How far it was looked
             */
            reaches: string;
            /**
             * Format: int64
             * @description null: nothing is shown
             */
            video_id: number | null;
            /**
             * @description null also where the ledger is older than its reasons
             * @enum {string|null}
             */
            reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
            /** Format: int64 */
            schedule_id: number | null;
            /** Format: int64 */
            override_id: number | null;
            /** @description Videos that lie beneath the override */
            instead_of: number[];
            /** @description True: before the first row of the ledger, from which it follows */
            inferred: boolean;
            /** @description null: nothing is known to have changed it */
            caused_by: components["schemas"]["LiveCause"] | null;
        };
        LiveCause: {
            /**
             * Format: date-time
             * @description Since when it is live
             */
            at: string;
            /**
             * Format: date-time
             * @description When that was committed; null: it is to come
             */
            applied_at: string | null;
            /** @enum {string} */
            cause: "schedule" | "rotate_now" | "manual" | "window" | "expiry" | "removed" | "override" | "resume";
            /** @enum {string|null} */
            note: "no_showable_video" | "unchanged" | "overridden" | "held" | "skipped" | null;
            /** Format: int64 */
            schedule_id: number | null;
            /** Format: int64 */
            override_id: number | null;
            /**
             * Format: int64
             * @description Whose window or expiry it is, of what is to come
             */
            video_id: number | null;
            /**
             * Format: int64
             * @description The row of the history; null: it is to come
             */
            rotation_id: number | null;
            /** @description Who caused it; null: the plan will */
            actor: string | null;
            request_id: string | null;
            workflow_run_id: string | null;
        };
        Timeline: {
            /** Format: int64 */
            ar_content_id: number;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /**
             * Format: date-time
             * @description How far it was told; the Link header leads on. As `from` where it was not looked that far ahead yet: the next answer looks on from there
             */
            reaches: string;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            /**
             * Format: date-time
             * @description Up to here it is what happened, after that what will
             */
            seam: string;
            /** @description Seamless, from `from` to `reaches`; null for a coarser resolution */
            segments: components["schemas"]["TimelineSegment"][] | null;
            /** @description The same by hours or days */
            cells: components["schemas"]["TimelineCell"][] | null;
            /** @description Of what is to come between `from` and `reaches` */
            warnings: components["schemas"]["TimelineWarning"][];
        };
        TimelineSegment: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /**
             * Format: int64
             * @description null: nothing is shown
             */
            video_id: number | null;
            /**
             * @description null also where the ledger is older than its reasons
             * @enum {string|null}
             */
            reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
            /** Format: int64 */
            schedule_id: number | null;
            /** Format: int64 */
            override_id: number | null;
            /** @description Videos that lie beneath the override */
            instead_of: number[];
            /** @description True: before the first row of the ledger, from which it follows */
            inferred: boolean;
            /**
             * Format: date-time
             * @description When the change it begins with was committed; null: it is to come, or began before the stretch or the ledger did
             */
            applied_at: string | null;
        };
        TimelineCell: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** Format: int64 */
            switches: number;
            /** @description What was shown for how long, the longest first; video_id null: nothing */
            shares: {
                /** Format: int64 */
                video_id: number | null;
                seconds: number;
            }[];
            warnings: ("gap" | "never_shown" | "override_never_wins" | "windows_overlap" | "slots_coincide" | "expiry_cliff")[];
        };
        /** @description What may not be meant */
        TimelineWarning: {
            /** @enum {string} */
            kind: "gap" | "never_shown" | "override_never_wins" | "windows_overlap" | "slots_coincide" | "expiry_cliff";
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /**
             * Format: int64
             * @description slots_coincide: how often; expiry_cliff: how many videos are left
             */
            count: number;
            video_ids: number[];
            schedule_ids: number[];
            override_ids: number[];
            message: string;
        };
        Forecast: {
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            company_id: number;
            title: string;
            /**
             * Format: date-time
             * @description When nothing can be shown any more; the present where that is so already
             */
            dark_at: string | null;
            /**
             * Format: date-time
             * @description When something can be shown again, if it is so far
             */
            dark_until: string | null;
            /**
             * @description no_video: none is ready, within its window and hours, and not expired
             * @enum {string|null}
             */
            dark_because: "no_video" | "content_expires" | null;
            /**
             * Format: date-time
             * @description When one video is left of several
             */
            one_left_at: string | null;
            /**
             * Format: int64
             * @description That video
             */
            left_video_id: number | null;
            /**
             * Format: date-time
             * @description How far it was looked: hours that change very often end the look early, and nothing is said of later
             */
            reaches: string;
        };
        TimelineFeed: {
            /** Format: int64 */
            ar_content_id: number;
            /** Format: date-time */
            created_at: string;
            /** @description What a calendar program is given, shown this once; null when the request was repeated */
            calendar_url: string | null;
        };
        Exposure: {
            /** Format: int64 */
            schedule_id: number;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /**
             * Format: date-time
             * @description Up to where it was counted: `to`, the present, or as far as it got
             */
            reaches_to: string;
            /** Format: int64 */
            steps: number;
            seconds_shown: number;
            videos: {
                /** Format: int64 */
                video_id: number;
                /** @description Null: the video was deleted */
                title: string | null;
                /** @description By sequence and weights as they are now */
                wanted_share: number;
                /** Format: int64 */
                steps: number;
                /** @description Null: there was no step */
                step_share: number | null;
                /** @description Seen because of this schedule: not beneath an override */
                seconds_shown: number;
                time_share: number | null;
            }[];
        };
        DryRunInput: {
            /** @description Made one after the other */
            changes: components["schemas"]["DryRunChange"][];
            /**
             * Format: date-time
             * @description Until when it is compared: a week unless given, a year at most
             */
            to?: string;
        };
        DryRunChange: {
            /** @constant */
            op: "create_schedule";
            body: components["schemas"]["RotationScheduleInput"];
        } | {
            /** @constant */
            op: "update_schedule";
            /** @description An id; -n: what change n makes */
            id: number;
            body: components["schemas"]["RotationScheduleChanges"];
        } | {
            /** @constant */
            op: "delete_schedule";
            /** @description An id; -n: what change n makes */
            id: number;
        } | {
            /** @constant */
            op: "rotate_now";
            /** @description An id; -n: what change n makes */
            id: number;
        } | {
            /** @constant */
            op: "pause_schedule";
            /** @description An id; -n: what change n makes */
            id: number;
            body: components["schemas"]["PauseInput"];
        } | {
            /** @constant */
            op: "resume_schedule";
            /** @description An id; -n: what change n makes */
            id: number;
            body: components["schemas"]["ResumeInput"];
        } | {
            /** @constant */
            op: "skip_slot";
            /** @description An id; -n: what change n makes */
            id: number;
            body: components["schemas"]["SkipInput"];
        } | {
            /** @constant */
            op: "create_override";
            body: components["schemas"]["OverrideInput"];
        } | {
            /** @constant */
            op: "update_override";
            /** @description An id; -n: what change n makes */
            id: number;
            body: components["schemas"]["OverrideChanges"];
        } | {
            /** @constant */
            op: "delete_override";
            /** @description An id; -n: what change n makes */
            id: number;
        } | {
            /** @constant */
            op: "update_video";
            /** Format: int64 */
            id: number;
            body: components["schemas"]["VideoChanges"];
        } | {
            /** @constant */
            op: "activate_video";
            /** Format: int64 */
            id: number;
        } | {
            /** @constant */
            op: "delete_video";
            /** Format: int64 */
            id: number;
            detach?: boolean | (0 | 1);
        } | {
            /** @constant */
            op: "update_content";
            body: components["schemas"]["ArContentChanges"];
        };
        PauseInput: {
            note?: string | null;
            /**
             * Format: date-time
             * @description When it goes on by itself; null: when somebody says so
             */
            until?: string | null;
            /**
             * @description What is done about slots that fell into the pause: nothing, one step, or a step for each
             * @enum {string}
             */
            missed?: "none" | "once" | "all";
        };
        ResumeInput: {
            /**
             * @description What is done about slots that fell into the pause: nothing, one step, or a step for each
             * @enum {string}
             */
            missed?: "none" | "once" | "all";
        };
        SkipInput: {
            /**
             * Format: date-time
             * @description A slot to come
             */
            slot_at?: string;
            /**
             * @description The first slot that is not skipped yet
             * @constant
             */
            next?: true;
        };
        OverrideInput: {
            /** Format: int64 */
            video_id: number;
            /**
             * Format: date-time
             * @description Now unless given; so is an instant that is not in the future
             */
            starts_at?: string;
            /**
             * Format: date-time
             * @description No longer shown from here on; null: until it is ended
             */
            ends_at?: string | null;
            /**
             * Format: int32
             * @description Of several the highest is seen, then the one that began last
             */
            priority?: number;
            /** @description Slots pass without a step while it is seen */
            holds_rotation?: boolean | (0 | 1);
            note?: string | null;
            /**
             * Format: int64
             * @description It is in effect within these hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: not on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
        };
        OverrideChanges: {
            /** Format: int64 */
            video_id?: number;
            /**
             * Format: date-time
             * @description Now unless given; so is an instant that is not in the future
             */
            starts_at?: string;
            /**
             * Format: date-time
             * @description No longer shown from here on; null: until it is ended
             */
            ends_at?: string | null;
            /**
             * Format: int32
             * @description Of several the highest is seen, then the one that began last
             */
            priority?: number;
            /** @description Slots pass without a step while it is seen */
            holds_rotation?: boolean | (0 | 1);
            note?: string | null;
            /**
             * Format: int64
             * @description It is in effect within these hours only
             */
            daypart_id?: number | null;
            /**
             * Format: int64
             * @description Whose days are left out or kept to
             */
            calendar_id?: number | null;
            /**
             * @description exclude: not on the days of calendar_id; only: on no others. A night belongs to its first day
             * @enum {string|null}
             */
            calendar_mode?: "exclude" | "only" | null;
            /** @description IANA; the company's unless given */
            time_zone?: string;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly ar_content_id?: number;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            readonly revision_pending?: boolean;
            /**
             * Format: int64
             * @description The release that alone changes and ends it
             */
            readonly release_id?: number | null;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        DryRun: {
            /** Format: int64 */
            ar_content_id: number;
            /**
             * Format: date-time
             * @description When the changes would have been made
             */
            at: string;
            /** Format: date-time */
            to: string;
            /**
             * Format: date-time
             * @description How far both were looked at
             */
            reaches: string;
            before: {
                segments: {
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /**
                     * Format: int64
                     * @description null: nothing is shown
                     */
                    video_id: number | null;
                    /**
                     * @description null also where the ledger is older than its reasons
                     * @enum {string|null}
                     */
                    reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
                    /**
                     * Format: int64
                     * @description An id; -n: what change n would make
                     */
                    schedule_id: number | null;
                    /**
                     * Format: int64
                     * @description An id; -n: what change n would make
                     */
                    override_id: number | null;
                    /** @description Videos that lie beneath the override */
                    instead_of: number[];
                    /** @description True: before the first row of the ledger, from which it follows */
                    inferred: boolean;
                    /**
                     * Format: date-time
                     * @description When the change it begins with was committed; null: it is to come, or began before the stretch or the ledger did
                     */
                    applied_at: string | null;
                }[];
                warnings: {
                    /** @enum {string} */
                    kind: "gap" | "never_shown" | "override_never_wins" | "windows_overlap" | "slots_coincide" | "expiry_cliff";
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /**
                     * Format: int64
                     * @description slots_coincide: how often; expiry_cliff: how many videos are left
                     */
                    count: number;
                    video_ids: number[];
                    schedule_ids: number[];
                    override_ids: number[];
                    message: string;
                }[];
            };
            after: {
                segments: {
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /**
                     * Format: int64
                     * @description null: nothing is shown
                     */
                    video_id: number | null;
                    /**
                     * @description null also where the ledger is older than its reasons
                     * @enum {string|null}
                     */
                    reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
                    /**
                     * Format: int64
                     * @description An id; -n: what change n would make
                     */
                    schedule_id: number | null;
                    /**
                     * Format: int64
                     * @description An id; -n: what change n would make
                     */
                    override_id: number | null;
                    /** @description Videos that lie beneath the override */
                    instead_of: number[];
                    /** @description True: before the first row of the ledger, from which it follows */
                    inferred: boolean;
                    /**
                     * Format: date-time
                     * @description When the change it begins with was committed; null: it is to come, or began before the stretch or the ledger did
                     */
                    applied_at: string | null;
                }[];
                warnings: {
                    /** @enum {string} */
                    kind: "gap" | "never_shown" | "override_never_wins" | "windows_overlap" | "slots_coincide" | "expiry_cliff";
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /**
                     * Format: int64
                     * @description slots_coincide: how often; expiry_cliff: how many videos are left
                     */
                    count: number;
                    video_ids: number[];
                    schedule_ids: number[];
                    override_ids: number[];
                    message: string;
                }[];
            };
            /** @description What is shown for longer (seconds above 0) or shorter than before */
            differences: {
                /** Format: int64 */
                video_id: number | null;
                seconds: number;
                message: string;
            }[];
            new_warnings: {
                /** @enum {string} */
                kind: "gap" | "never_shown" | "override_never_wins" | "windows_overlap" | "slots_coincide" | "expiry_cliff";
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                /**
                 * Format: int64
                 * @description slots_coincide: how often; expiry_cliff: how many videos are left
                 */
                count: number;
                video_ids: number[];
                schedule_ids: number[];
                override_ids: number[];
                message: string;
            }[];
        };
        Skip: {
            /** Format: int64 */
            schedule_id: number;
            /** Format: date-time */
            slot_at: string;
            /** @description False: an edit has left it without a slot */
            meets_slot: boolean;
        };
        Override: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            video_id: number;
            /** Format: date-time */
            starts_at: string;
            /**
             * Format: date-time
             * @description null: until it is ended
             */
            ends_at: string | null;
            /** Format: int64 */
            priority: number;
            holds_rotation: boolean;
            note: string | null;
            /**
             * Format: int64
             * @description Whose hours it keeps to
             */
            daypart_id: number | null;
            /** Format: int64 */
            calendar_id: number | null;
            /**
             * @description Whether days are left out or kept to
             * @enum {string|null}
             */
            calendar_mode: "exclude" | "only" | null;
            /** @description Whose clock decides, unless the daypart has a zone of its own */
            time_zone: string;
            /** @description True: a daypart or calendar was changed, and this AR content is about to be brought over; until then it follows what was */
            revision_pending: boolean;
            /**
             * Format: int64
             * @description The release that alone changes and ends it
             */
            release_id: number | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        ReleaseInput: {
            name: string;
            note?: string | null;
            /**
             * Format: date-time
             * @description Null, left out, or sooner than ten seconds from now: in ten seconds
             */
            at?: string | null;
            /**
             * Format: date-time
             * @description When each content shows again what it would without the release; null: once it is reverted
             */
            revert_at?: string | null;
            /**
             * Format: int32
             * @description Of several overrides of a content the highest is seen, then the one that began last
             */
            priority?: number;
            /** @description Each AR content once */
            items: components["schemas"]["ReleaseItemInput"][];
            /** Format: int64 */
            company_id?: number;
        };
        ReleaseItemInput: {
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            video_id: number;
            /** @description Only read: what is sent is not looked at */
            override_id?: unknown;
            /** @description Only read: what is sent is not looked at */
            state?: unknown;
        };
        Release: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            name: string;
            note: string | null;
            /**
             * Format: date-time
             * @description When it goes live
             */
            at: string;
            /**
             * Format: date-time
             * @description When it is over; null: once it is reverted
             */
            revert_at: string | null;
            /** Format: int64 */
            priority: number;
            /**
             * @description By the clock
             * @enum {string}
             */
            state: "planned" | "live" | "over" | "cancelled";
            /** Format: int64 */
            item_count: number;
            /** Format: date-time */
            cancelled_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            items: components["schemas"]["ReleaseItem"][];
        };
        ReleaseItem: {
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            video_id: number;
            /**
             * Format: int64
             * @description The override that shows it
             */
            override_id: number | null;
            /**
             * @description gone: the AR content was deleted; ended: the video was, before the release was over
             * @enum {string}
             */
            state: "planned" | "live" | "over" | "cancelled" | "gone" | "ended";
        };
        ReleaseSummary: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            name: string;
            note: string | null;
            /**
             * Format: date-time
             * @description When it goes live
             */
            at: string;
            /**
             * Format: date-time
             * @description When it is over; null: once it is reverted
             */
            revert_at: string | null;
            /** Format: int64 */
            priority: number;
            /**
             * @description By the clock
             * @enum {string}
             */
            state: "planned" | "live" | "over" | "cancelled";
            /** Format: int64 */
            item_count: number;
            /** Format: date-time */
            cancelled_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        ReleaseChanges: {
            name?: string;
            note?: string | null;
            /**
             * Format: date-time
             * @description Null, left out, or sooner than ten seconds from now: in ten seconds
             */
            at?: string | null;
            /**
             * Format: date-time
             * @description When each content shows again what it would without the release; null: once it is reverted
             */
            revert_at?: string | null;
            /**
             * Format: int32
             * @description Of several overrides of a content the highest is seen, then the one that began last
             */
            priority?: number;
            /** @description Each AR content once */
            items?: components["schemas"]["ReleaseItemInput"][];
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number;
            /**
             * @description By the clock
             * @enum {string}
             */
            readonly state?: "planned" | "live" | "over" | "cancelled";
            /** Format: int64 */
            readonly item_count?: number;
            /** Format: date-time */
            readonly cancelled_at?: string | null;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        BulkInput: {
            /**
             * Format: int64
             * @description Of a dry run; implied with a company's key
             */
            company_id?: number;
            /**
             * @description Of a dry run. Each is what the route of a schedule does
             * @enum {string}
             */
            action?: "pause" | "resume" | "rotate" | "skip" | "delete";
            filter?: components["schemas"]["BulkFilterInput"];
            /** @description Why; of a pause, each schedule says it, too */
            note?: string | null;
            /**
             * Format: date-time
             * @description Of a pause: when the schedules go on by themselves
             */
            until?: string | null;
            /**
             * @description Of pause and resume: what is done about slots that fall into the pause
             * @enum {string|null}
             */
            missed?: "none" | "once" | "all" | null;
            /** @description true: nothing is done but to tell, and to give a token */
            dry_run?: boolean | (0 | 1);
            /** @description Of the dry run: begins exactly that */
            token?: string;
        };
        /** @description Schedules that fit each field that is given; with none, all of the company */
        BulkFilterInput: {
            /** Format: int64 */
            project_id?: number;
            ar_content_ids?: number[];
            schedule_ids?: number[];
            /** @enum {string} */
            rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            is_active?: boolean | (0 | 1);
            /** @description Whether any slot was carried out late */
            late?: boolean | (0 | 1);
            /** @description Whether a try to carry out what is due ever failed */
            failed?: boolean | (0 | 1);
            /**
             * Format: date-time
             * @description Those whose next rotation is not later
             */
            due_before?: string;
        };
        BulkProposal: {
            /** @constant */
            dry_run: true;
            /** Format: int64 */
            company_id: number;
            /** @enum {string} */
            action: "pause" | "resume" | "rotate" | "skip" | "delete";
            /**
             * Format: int64
             * @description How many schedules it would be about
             */
            count: number;
            /** @description Twenty of them, those of one AR content beside each other */
            first_ids: number[];
            /** @description Begins exactly that, once, with the same key; null: it would be about none */
            token: string | null;
            /** Format: date-time */
            expires_at: string | null;
        };
        Bulk: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            /** @enum {string} */
            action: "pause" | "resume" | "rotate" | "skip" | "delete";
            /** @description What it was looked for by */
            filter: components["schemas"]["BulkFilter"];
            note: string | null;
            /** Format: date-time */
            until: string | null;
            /** @enum {string|null} */
            missed: "none" | "once" | "all" | null;
            /** @enum {string} */
            status: "under_way" | "done" | "cancelled";
            /** @description As counted about once a second; exact once it has ended */
            progress: {
                /** Format: int64 */
                total: number;
                /** Format: int64 */
                done: number;
                /** Format: int64 */
                refused: number;
                /**
                 * Format: int64
                 * @description Of a bulk that was cancelled: for good
                 */
                remaining: number;
            };
            /** @description Who started it: the ledger and the audit log name them */
            actor: string;
            /** @description In the Temporal Web UI; rows of the audit log have it as request_id */
            workflow_id: string;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        BulkFilter: {
            /** Format: int64 */
            project_id?: number;
            ar_content_ids?: number[];
            schedule_ids?: number[];
            /** @enum {string} */
            rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
            is_active?: boolean;
            late?: boolean;
            failed?: boolean;
            /** Format: date-time */
            due_before?: string;
        };
        BulkItem: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            schedule_id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** @enum {string} */
            status: "remaining" | "done" | "refused";
            /** @description Why it was refused, as the route of the schedule says it; gone: it was deleted */
            code: string | null;
            message: string | null;
            /** Format: date-time */
            ended_at: string | null;
        };
        DaypartInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key
             */
            company_id?: number;
            name: string;
            /** @description They may touch, and not overlap; a stretch belongs to the day on which it begins */
            hours: components["schemas"]["DaypartHours"][];
            /** @description IANA; decides hours and days. null: that of whoever uses it */
            time_zone?: string | null;
            /**
             * Format: int64
             * @description No hours begin on the days of this calendar
             */
            closed_calendar_id?: number | null;
        };
        DaypartHours: {
            /** @description ISO 8601: 1 Monday to 7 Sunday */
            days: number[];
            from: string;
            /** @description Not after from: of the next day */
            to: string;
        };
        Daypart: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            name: string;
            /** Format: int64 */
            revision: number;
            /** @description null: all AR contents that use it follow its newest hours and days */
            rollout: components["schemas"]["Rollout"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /** @description null: that of whoever uses it */
            time_zone: string | null;
            hours: {
                days: number[];
                from: string;
                to: string;
            }[];
            /**
             * Format: int64
             * @description No hours begin on the days of this calendar
             */
            closed_calendar_id: number | null;
        };
        /** @description How far AR contents are brought over after a change */
        Rollout: {
            /**
             * Format: int64
             * @description To which AR contents are brought over
             */
            revision: number;
            /** Format: int64 */
            contents_total: number;
            /** Format: int64 */
            contents_done: number;
            /** @description As the Temporal Web UI shows it */
            workflow_id: string;
        };
        DaypartChanges: {
            name?: string;
            /** @description They may touch, and not overlap; a stretch belongs to the day on which it begins */
            hours?: components["schemas"]["DaypartHours"][];
            /** @description IANA; decides hours and days. null: that of whoever uses it */
            time_zone?: string | null;
            /**
             * Format: int64
             * @description No hours begin on the days of this calendar
             */
            closed_calendar_id?: number | null;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number;
            /** Format: int64 */
            readonly revision?: number;
            /** @description null: all AR contents that use it follow its newest hours and days */
            readonly rollout?: components["schemas"]["Rollout"] | null;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        ICalendarInput: {
            /** @description A calendar as RFC 5545 has it */
            icalendar: string;
        };
        ICalendarDays: {
            /** @description What a calendar may be made or changed with */
            days: components["schemas"]["CalendarDayAnswer"][];
            /** @description What no entry can say, and why */
            left_out: components["schemas"]["EventLeftOut"][];
        };
        CalendarDayAnswer: {
            name?: string | null;
            date?: string;
            from?: string;
            to?: string;
            yearly?: string;
            rrule?: string;
            starts_on?: string;
            /** Format: int64 */
            lasts_days?: number;
            except?: string[];
        };
        EventLeftOut: {
            /**
             * Format: int64
             * @description Where it begins, from 1
             */
            line: number;
            name: string | null;
            reason: string;
        };
        CalendarInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key
             */
            company_id?: number;
            name: string;
            /** @description Each has date, or from and to, or yearly, or rrule and starts_on. Days are known until 2099. */
            days: components["schemas"]["CalendarDay"][];
        };
        CalendarDay: {
            name?: string | null;
            /** @description One day */
            date?: string;
            /** @description The first day of several */
            from?: string;
            /** @description The last of them */
            to?: string;
            /** @description Month and day of each year */
            yearly?: string;
            /** @description RFC 5545 without DTSTART, by the day; with starts_on */
            rrule?: string;
            /** @description What rrule is counted from */
            starts_on?: string;
            /**
             * Format: int32
             * @description How many days each occurrence of rrule takes; 1 unless given
             */
            lasts_days?: number;
            /** @description Occurrences of rrule that are left out, by their first day */
            except?: string[];
        };
        Calendar: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            name: string;
            /** Format: int64 */
            revision: number;
            /** @description null: all AR contents that use it follow its newest hours and days */
            rollout: components["schemas"]["Rollout"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /**
             * Format: int64
             * @description How many entries its days have
             */
            entry_count: number;
            days: components["schemas"]["CalendarDayAnswer"][];
        };
        CalendarSummary: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            name: string;
            /** Format: int64 */
            revision: number;
            /** @description null: all AR contents that use it follow its newest hours and days */
            rollout: components["schemas"]["Rollout"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /**
             * Format: int64
             * @description How many entries its days have
             */
            entry_count: number;
        };
        CalendarChanges: {
            name?: string;
            /** @description Each has date, or from and to, or yearly, or rrule and starts_on. Days are known until 2099. */
            days?: components["schemas"]["CalendarDay"][];
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number;
            /** Format: int64 */
            readonly revision?: number;
            /** @description null: all AR contents that use it follow its newest hours and days */
            readonly rollout?: components["schemas"]["Rollout"] | null;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
            /**
             * Format: int64
             * @description How many entries its days have
             */
            readonly entry_count?: number;
        };
        /** @description A change of what is live, or a slot that changed nothing */
        Rotation: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ar_content_id: number;
            /** Format: int64 */
            schedule_id: number | null;
            /** Format: int64 */
            from_video_id: number | null;
            from_title: string | null;
            /** Format: int64 */
            to_video_id: number | null;
            to_title: string | null;
            /**
             * Format: date-time
             * @description What it was planned for, and when readers saw it
             */
            due_at: string;
            /**
             * Format: date-time
             * @description When it was committed
             */
            applied_at: string;
            /** @enum {string} */
            cause: "schedule" | "rotate_now" | "manual" | "window" | "expiry" | "removed" | "override" | "resume";
            /**
             * @description Why a slot changed nothing that is seen
             * @enum {string|null}
             */
            note: "no_showable_video" | "unchanged" | "overridden" | "held" | "skipped" | null;
            /**
             * @description Why to_video_id is live; null also for older rows
             * @enum {string|null}
             */
            reason: "override" | "rotation" | "manual" | "window" | "default" | "fallback" | null;
            /**
             * Format: int64
             * @description The override that is seen
             */
            override_id: number | null;
            /**
             * Format: int64
             * @description The schedule that set to_video_id, for reason rotation
             */
            live_schedule_id: number | null;
            /**
             * Format: int64
             * @description What lies beneath it
             */
            beneath_video_id: number | null;
            /**
             * Format: int64
             * @description Slots of a pause that were made up for
             */
            slots: number | null;
            actor: string;
            workflow_run_id: string | null;
            request_id: string | null;
        };
        /** @description One write: who changed what */
        AuditEntry: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description Whose thing it was; null: the installation’s
             */
            company_id: number | null;
            /** @description `key:<id>` of an API key, `workflow` or `service` */
            actor: string;
            /** @description The name of the person or key behind it, as it is now; a company is told its own */
            actor_name: string | null;
            /** @description `<noun>.<verb>` */
            action: string;
            /** @description `<noun>:<id>` */
            subject: string;
            /** @description The row as it was, or what is told of it; null: there was none */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description The row as it became; null: it is gone. Secrets are in neither */
            after: {
                [key: string]: unknown;
            } | null;
            request_id: string | null;
            /** @description Where it came from; told to keys of the installation */
            address: string | null;
            /** Format: date-time */
            created_at: string;
        };
        StorageConnectionInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key; null: for the whole installation
             */
            company_id?: number | null;
            name: string;
            /** @enum {string} */
            provider: "local" | "s3" | "gcs" | "yandex_disk";
            /** @description Required for the provider local */
            base_path?: string;
            /** @description s3: bucket, region, endpoint, force_path_style, prefix, delivery. gcs: bucket, api_endpoint, prefix, delivery. delivery is redirect (to a signed address of the backend; the default) or proxy (through this service). yandex_disk: root (app, the default, or disk), prefix, api_endpoint; always proxied */
            settings?: {
                [key: string]: unknown;
            };
            /** @description s3: access_key_id, secret_access_key. gcs: client_email, private_key, or a whole key file. yandex_disk: oauth_token. Encrypted, and never shown again */
            credentials?: {
                [key: string]: unknown;
            };
            is_default?: boolean | (0 | 1);
        };
        StorageConnection: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            provider: "local" | "s3" | "gcs" | "yandex_disk";
            /** @description Shown to installation-wide keys only */
            base_path: string | null;
            settings: {
                [key: string]: unknown;
            };
            is_default: boolean;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        StorageConnectionChanges: {
            name?: string;
            /** @description null only where it is shown so */
            base_path?: string | null;
            /** @description s3: bucket, region, endpoint, force_path_style, prefix, delivery. gcs: bucket, api_endpoint, prefix, delivery. delivery is redirect (to a signed address of the backend; the default) or proxy (through this service). yandex_disk: root (app, the default, or disk), prefix, api_endpoint; always proxied */
            settings?: {
                [key: string]: unknown;
            };
            /** @description s3: access_key_id, secret_access_key. gcs: client_email, private_key, or a whole key file. yandex_disk: oauth_token. Encrypted, and never shown again */
            credentials?: {
                [key: string]: unknown;
            };
            is_default?: boolean | (0 | 1);
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number | null;
            /** @enum {string} */
            readonly provider?: "local" | "s3" | "gcs" | "yandex_disk";
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        StorageConnectionTest: {
            ok: boolean;
            steps: {
                /** @enum {string} */
                step: "write" | "size" | "read" | "range" | "address" | "delete";
                ok: boolean;
                error: string | null;
            }[];
        };
        Orphans: {
            /** @description Files that nothing names, a day old or more */
            files: {
                path: string;
                /** Format: int64 */
                size_bytes: number;
                /** Format: date-time */
                modified_at: string;
            }[];
            /** @description Videos that name a file which is not there */
            videos: {
                /** Format: int64 */
                video_id: number;
                /** Format: int64 */
                ar_content_id: number;
                path: string;
            }[];
            /** @description Whether everything was looked at; else the Link header leads on */
            is_complete: boolean;
        };
        OrphanCleanUpInput: {
            /** @description Of the dry run: removes what that told of. Without it nothing is removed */
            token?: string;
            /** Format: int32 */
            limit?: number;
            /** @description Goes on where an answer said that it ended, by its `next_after` */
            after?: string;
        };
        OrphanCleanUp: {
            dry_run: boolean;
            /** @description What would go, or is removed within minutes */
            files: string[];
            /** @description What the dry run told of and something names by now */
            kept: string[];
            token: string | null;
            /** Format: date-time */
            expires_at: string | null;
            /** @description Whether everything was looked at */
            is_complete: boolean;
            /** @description Where to go on, as `after`; null: this was the last part */
            next_after: string | null;
        };
        StorageMoveInput: {
            /**
             * Format: int64
             * @description Moves the videos of all its AR contents
             */
            company_id?: number;
            /**
             * Format: int64
             * @description Moves the videos of this AR content alone
             */
            ar_content_id?: number;
            /**
             * Format: int64
             * @description Moves those that lie there; all unless given
             */
            from_connection_id?: number;
            /** Format: int64 */
            to_connection_id: number;
        };
        StorageMove: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            /** Format: int64 */
            ar_content_id: number | null;
            /** Format: int64 */
            from_connection_id: number | null;
            /** Format: int64 */
            to_connection_id: number;
            /** @enum {string} */
            status: "pending" | "copying" | "switching" | "done" | "failed" | "cancelled";
            /**
             * Format: int64
             * @description Known so far; files that are uploaded meanwhile are added
             */
            files_total: number;
            /**
             * Format: int64
             * @description Copied and compared
             */
            files_done: number;
            /**
             * Format: int64
             * @description Of videos; images are added when they are copied
             */
            bytes_total: number;
            /** Format: int64 */
            bytes_done: number;
            /** @description Being copied */
            current: {
                /** Format: int64 */
                video_id: number;
                path: string;
            } | null;
            /** @description Why something is waited for, or tried again */
            problem: string | null;
            /**
             * @description Stable: programs decide by this
             * @enum {string|null}
             */
            failure_code: "source_missing" | "source_corrupt" | "gave_up" | null;
            failure_reason: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ApiKeyInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key; null: a key for the whole installation
             */
            company_id?: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /** Format: date-time */
            expires_at?: string | null;
        };
        NewApiKey: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /** @description The secret, shown this once; null when the request was repeated */
            key: string | null;
        };
        ApiKey: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        ApiKeyChanges: {
            name?: string;
            /** @enum {string} */
            role?: "viewer" | "editor" | "admin";
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number | null;
            /** Format: date-time */
            readonly last_used_at?: string | null;
            /** Format: date-time */
            readonly revoked_at?: string | null;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        RevokedApiKey: {
            /** @constant */
            status: "revoked";
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        PersonInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key; null: for the whole installation
             */
            company_id?: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
        };
        InvitedPerson: {
            /**
             * Format: int64
             * @description The audit log names the person `key:<id>`
             */
            id: number;
            /**
             * Format: int64
             * @description Null: the whole installation
             */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /**
             * Format: date-time
             * @description Until when the invitation is good; null: it was used, or has expired
             */
            link_expires_at: string | null;
            /**
             * Format: date-time
             * @description When they were here last, to the minute; null: never
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When they were removed
             */
            revoked_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /** @description To be handed to the person, shown this once: good for one sign-in; null when the request was repeated */
            sign_in_url: string | null;
        };
        Person: {
            /**
             * Format: int64
             * @description The audit log names the person `key:<id>`
             */
            id: number;
            /**
             * Format: int64
             * @description Null: the whole installation
             */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /**
             * Format: date-time
             * @description Until when the invitation is good; null: it was used, or has expired
             */
            link_expires_at: string | null;
            /**
             * Format: date-time
             * @description When they were here last, to the minute; null: never
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When they were removed
             */
            revoked_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        PersonChanges: {
            name?: string;
            /** @enum {string} */
            role?: "viewer" | "editor" | "admin";
            /**
             * Format: int64
             * @description The audit log names the person `key:<id>`
             */
            readonly id?: number;
            /**
             * Format: int64
             * @description Null: the whole installation
             */
            readonly company_id?: number | null;
            /**
             * Format: date-time
             * @description Until when the invitation is good; null: it was used, or has expired
             */
            readonly link_expires_at?: string | null;
            /**
             * Format: date-time
             * @description When they were here last, to the minute; null: never
             */
            readonly last_used_at?: string | null;
            /**
             * Format: date-time
             * @description When they were removed
             */
            readonly revoked_at?: string | null;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        RemovedPerson: {
            /** @constant */
            status: "removed";
            /**
             * Format: int64
             * @description The audit log names the person `key:<id>`
             */
            id: number;
            /**
             * Format: int64
             * @description Null: the whole installation
             */
            company_id: number | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /**
             * Format: date-time
             * @description Until when the invitation is good; null: it was used, or has expired
             */
            link_expires_at: string | null;
            /**
             * Format: date-time
             * @description When they were here last, to the minute; null: never
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When they were removed
             */
            revoked_at: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        SignInInput: {
            /** @description What the address of a sign-in link has behind its # */
            link?: string;
            /** @description An API key */
            key?: string;
        };
        /** @description Who is signed in, or whose key it is */
        Session: {
            /** @description What the audit log calls them */
            actor: string;
            /**
             * Format: int64
             * @description Null: it is a key, not a person
             */
            person_id: number | null;
            /** @description Of the person, or of the key */
            name: string;
            /** @enum {string} */
            role: "viewer" | "editor" | "admin";
            /**
             * Format: int64
             * @description Null: the whole installation
             */
            company_id: number | null;
            /**
             * Format: date-time
             * @description The session ends then unless it is used before, which is noted once a minute; null: it is no session
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description It ends then in any case, or the key; null: never
             */
            ends_at: string | null;
        };
        SignedOut: {
            /** @constant */
            status: "signed_out";
        };
        SignInLink: {
            /** @description Good for one sign-in; null when the request was repeated */
            sign_in_url: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        WebhookInput: {
            /**
             * Format: int64
             * @description Required with an installation-wide key
             */
            company_id?: number;
            /** @description http or https, an address of the Internet; redirects are not followed */
            url: string;
            /** @description `rotation.done`: An AR content shows another video, whatever made it: a schedule, a hand, a window, an override. `rotation.will_change`: An AR content is about to show another video, or is not after all (`withdrawn`). `rotation.late`: A slot was committed ten seconds or more after its instant; readers saw it on time. `rotation.failed`: A slot came, and no video could be shown. `schedule.ended`: A schedule has no slot left. `content.going_dark`: An AR content will show nothing from an instant on, or is not going to after all (`withdrawn`). `content.dark`: An AR content shows nothing any more. `video.ready`: An uploaded video can be shown. `video.failed`: An uploaded video cannot be used. `release.live`: A release has gone live: its AR contents show its videos. `release.over`: A release that was live is over, by its revert_at or by hand. */
            events: ("rotation.done" | "rotation.will_change" | "rotation.late" | "rotation.failed" | "schedule.ended" | "content.going_dark" | "content.dark" | "video.ready" | "video.failed" | "release.live" | "release.over")[];
            /**
             * Format: int32
             * @description So many days before an AR content goes dark, `content.going_dark` tells it; 7 unless given
             */
            dark_days?: number;
            /**
             * Format: int32
             * @description So many seconds before another video is shown, `rotation.will_change` tells it; 600 unless given
             */
            lead_seconds?: number;
        };
        WebhookWithSecret: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            url: string;
            events: ("rotation.done" | "rotation.will_change" | "rotation.late" | "rotation.failed" | "schedule.ended" | "content.going_dark" | "content.dark" | "video.ready" | "video.failed" | "release.live" | "release.over")[];
            /**
             * Format: int64
             * @description So many days before an AR content goes dark it is told
             */
            dark_days: number;
            /**
             * Format: int64
             * @description So many seconds before another video is shown it is told
             */
            lead_seconds: number;
            /**
             * @description failing: given up; enable it again once the endpoint works
             * @enum {string}
             */
            status: "active" | "failing";
            failing_reason: string | null;
            /** Format: date-time */
            failing_at: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are signed by the secret before the last, too
             */
            former_secret_until: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
            /** @description Of Standard Webhooks, shown this once; null when the request was repeated */
            secret: string | null;
        };
        Webhook: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            company_id: number;
            url: string;
            events: ("rotation.done" | "rotation.will_change" | "rotation.late" | "rotation.failed" | "schedule.ended" | "content.going_dark" | "content.dark" | "video.ready" | "video.failed" | "release.live" | "release.over")[];
            /**
             * Format: int64
             * @description So many days before an AR content goes dark it is told
             */
            dark_days: number;
            /**
             * Format: int64
             * @description So many seconds before another video is shown it is told
             */
            lead_seconds: number;
            /**
             * @description failing: given up; enable it again once the endpoint works
             * @enum {string}
             */
            status: "active" | "failing";
            failing_reason: string | null;
            /** Format: date-time */
            failing_at: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are signed by the secret before the last, too
             */
            former_secret_until: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            read_mark: string;
        };
        WebhookChanges: {
            /** @description http or https, an address of the Internet; redirects are not followed */
            url?: string;
            /** @description `rotation.done`: An AR content shows another video, whatever made it: a schedule, a hand, a window, an override. `rotation.will_change`: An AR content is about to show another video, or is not after all (`withdrawn`). `rotation.late`: A slot was committed ten seconds or more after its instant; readers saw it on time. `rotation.failed`: A slot came, and no video could be shown. `schedule.ended`: A schedule has no slot left. `content.going_dark`: An AR content will show nothing from an instant on, or is not going to after all (`withdrawn`). `content.dark`: An AR content shows nothing any more. `video.ready`: An uploaded video can be shown. `video.failed`: An uploaded video cannot be used. `release.live`: A release has gone live: its AR contents show its videos. `release.over`: A release that was live is over, by its revert_at or by hand. */
            events?: ("rotation.done" | "rotation.will_change" | "rotation.late" | "rotation.failed" | "schedule.ended" | "content.going_dark" | "content.dark" | "video.ready" | "video.failed" | "release.live" | "release.over")[];
            /**
             * Format: int32
             * @description So many days before an AR content goes dark, `content.going_dark` tells it; 7 unless given
             */
            dark_days?: number;
            /**
             * Format: int32
             * @description So many seconds before another video is shown, `rotation.will_change` tells it; 600 unless given
             */
            lead_seconds?: number;
            /** Format: int64 */
            readonly id?: number;
            /** Format: int64 */
            readonly company_id?: number;
            /**
             * @description failing: given up; enable it again once the endpoint works
             * @enum {string}
             */
            readonly status?: "active" | "failing";
            readonly failing_reason?: string | null;
            /** Format: date-time */
            readonly failing_at?: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are signed by the secret before the last, too
             */
            readonly former_secret_until?: string | null;
            /** Format: int64 */
            readonly revision?: number;
            /** Format: date-time */
            readonly created_at?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            /** @description Of what was read. Sent back with the rest, it keeps what you did not change as it is by then */
            readonly read_mark?: string;
        };
        WebhookTest: {
            /** Format: int64 */
            delivery_id: number;
        };
        WebhookDelivery: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            webhook_id: number;
            /**
             * Format: int64
             * @description webhook-id is `evt_` and this; what is sent again has the same
             */
            event_id: number;
            /** @description The kind of event; webhook.test is sent by hand */
            type: string;
            /** Format: int64 */
            ar_content_id: number | null;
            /**
             * @description given_up: the endpoint was failing by then; withdrawn: it told of something that is not going to happen any more
             * @enum {string}
             */
            status: "pending" | "delivered" | "given_up" | "withdrawn";
            /** Format: int64 */
            attempts: number;
            /** Format: date-time */
            first_attempt_at: string | null;
            /** Format: date-time */
            last_attempt_at: string | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            /**
             * Format: int64
             * @description The HTTP status of the last answer; null: there was none
             */
            answer_status: number | null;
            /** @description What was wrong the last time */
            problem: string | null;
            /** Format: date-time */
            created_at: string;
        };
        WebhookReplayInput: {
            /**
             * Format: int64
             * @description Of the first event that is sent again
             */
            from_event_id: number;
        };
        WebhookReplay: {
            /**
             * Format: int64
             * @description How many events are sent again
             */
            replayed: number;
            /**
             * Format: int64
             * @description Where the next request goes on; null: all up to the newest are sent again
             */
            next_event_id: number | null;
        };
        /** @description Where rows and workflows differ */
        Drift: {
            differences: components["schemas"]["DriftDifference"][];
            /** @description Whether everything was compared; else `next_after` leads on */
            is_complete: boolean;
            /** @description Where to go on, as `after`; null: this was the last part */
            next_after: string | null;
        };
        DriftDifference: {
            workflow_id: string;
            /**
             * @description `no_workflow`: a row without its workflow; `no_row`: a workflow without its row; `overdue`: by more than a minute; `other_instant`: the workflow of a schedule waits for another instant than the row says
             * @enum {string}
             */
            problem: "no_workflow" | "no_row" | "overdue" | "other_instant";
            /**
             * Format: date-time
             * @description What the row wants to be waited for
             */
            row_next_at: string | null;
            /**
             * Format: date-time
             * @description What the workflow waits for
             */
            workflow_next_at: string | null;
            /**
             * @description `poke`: the workflow looks at its row again, and is started if need be; `cancel`: it ends
             * @enum {string}
             */
            mended_by: "poke" | "cancel";
        };
        DriftHealInput: {
            /** @description Goes on where an answer ended, by its `next_after` */
            after?: string;
        };
        Readiness: {
            /** @enum {string} */
            status: "ok" | "degraded" | "unavailable";
            /** @enum {string} */
            postgres: "ok" | "away";
            /** @enum {string} */
            temporal: "ok" | "degraded";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ActiveVideo = components['schemas']['ActiveVideo'];
export type Problem = components['schemas']['Problem'];
export type Time = components['schemas']['Time'];
export type Plan = components['schemas']['Plan'];
export type CompanyInput = components['schemas']['CompanyInput'];
export type Company = components['schemas']['Company'];
export type CompanyChanges = components['schemas']['CompanyChanges'];
export type Deleted = components['schemas']['Deleted'];
export type ProjectInput = components['schemas']['ProjectInput'];
export type Project = components['schemas']['Project'];
export type ProjectChanges = components['schemas']['ProjectChanges'];
export type ArContentInput = components['schemas']['ArContentInput'];
export type ArContent = components['schemas']['ArContent'];
export type Live = components['schemas']['Live'];
export type ListedArContent = components['schemas']['ListedArContent'];
export type VideoGlimpse = components['schemas']['VideoGlimpse'];
export type ArContentChanges = components['schemas']['ArContentChanges'];
export type VideoUpload = components['schemas']['VideoUpload'];
export type Video = components['schemas']['Video'];
export type DirectUploadInput = components['schemas']['DirectUploadInput'];
export type DirectUpload = components['schemas']['DirectUpload'];
export type VideoCopyInput = components['schemas']['VideoCopyInput'];
export type VideoChanges = components['schemas']['VideoChanges'];
export type Activated = components['schemas']['Activated'];
export type UnusedVideosCleanUpInput = components['schemas']['UnusedVideosCleanUpInput'];
export type UnusedVideosCleanUp = components['schemas']['UnusedVideosCleanUp'];
export type RotationPreviewInput = components['schemas']['RotationPreviewInput'];
export type RotationPreview = components['schemas']['RotationPreview'];
export type RotationChangePreviewInput = components['schemas']['RotationChangePreviewInput'];
export type RotationScheduleInput = components['schemas']['RotationScheduleInput'];
export type RotationSchedule = components['schemas']['RotationSchedule'];
export type RotationScheduleChanges = components['schemas']['RotationScheduleChanges'];
export type UpdatedRotationSchedule = components['schemas']['UpdatedRotationSchedule'];
export type Upcoming = components['schemas']['Upcoming'];
export type LiveAt = components['schemas']['LiveAt'];
export type LiveCause = components['schemas']['LiveCause'];
export type Timeline = components['schemas']['Timeline'];
export type TimelineSegment = components['schemas']['TimelineSegment'];
export type TimelineCell = components['schemas']['TimelineCell'];
export type TimelineWarning = components['schemas']['TimelineWarning'];
export type Forecast = components['schemas']['Forecast'];
export type TimelineFeed = components['schemas']['TimelineFeed'];
export type Exposure = components['schemas']['Exposure'];
export type DryRunInput = components['schemas']['DryRunInput'];
export type DryRunChange = components['schemas']['DryRunChange'];
export type PauseInput = components['schemas']['PauseInput'];
export type ResumeInput = components['schemas']['ResumeInput'];
export type SkipInput = components['schemas']['SkipInput'];
export type OverrideInput = components['schemas']['OverrideInput'];
export type OverrideChanges = components['schemas']['OverrideChanges'];
export type DryRun = components['schemas']['DryRun'];
export type Skip = components['schemas']['Skip'];
export type Override = components['schemas']['Override'];
export type ReleaseInput = components['schemas']['ReleaseInput'];
export type ReleaseItemInput = components['schemas']['ReleaseItemInput'];
export type Release = components['schemas']['Release'];
export type ReleaseItem = components['schemas']['ReleaseItem'];
export type ReleaseSummary = components['schemas']['ReleaseSummary'];
export type ReleaseChanges = components['schemas']['ReleaseChanges'];
export type BulkInput = components['schemas']['BulkInput'];
export type BulkFilterInput = components['schemas']['BulkFilterInput'];
export type BulkProposal = components['schemas']['BulkProposal'];
export type Bulk = components['schemas']['Bulk'];
export type BulkFilter = components['schemas']['BulkFilter'];
export type BulkItem = components['schemas']['BulkItem'];
export type DaypartInput = components['schemas']['DaypartInput'];
export type DaypartHours = components['schemas']['DaypartHours'];
export type Daypart = components['schemas']['Daypart'];
export type Rollout = components['schemas']['Rollout'];
export type DaypartChanges = components['schemas']['DaypartChanges'];
export type ICalendarInput = components['schemas']['ICalendarInput'];
export type ICalendarDays = components['schemas']['ICalendarDays'];
export type CalendarDayAnswer = components['schemas']['CalendarDayAnswer'];
export type EventLeftOut = components['schemas']['EventLeftOut'];
export type CalendarInput = components['schemas']['CalendarInput'];
export type CalendarDay = components['schemas']['CalendarDay'];
export type Calendar = components['schemas']['Calendar'];
export type CalendarSummary = components['schemas']['CalendarSummary'];
export type CalendarChanges = components['schemas']['CalendarChanges'];
export type Rotation = components['schemas']['Rotation'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type StorageConnectionInput = components['schemas']['StorageConnectionInput'];
export type StorageConnection = components['schemas']['StorageConnection'];
export type StorageConnectionChanges = components['schemas']['StorageConnectionChanges'];
export type StorageConnectionTest = components['schemas']['StorageConnectionTest'];
export type Orphans = components['schemas']['Orphans'];
export type OrphanCleanUpInput = components['schemas']['OrphanCleanUpInput'];
export type OrphanCleanUp = components['schemas']['OrphanCleanUp'];
export type StorageMoveInput = components['schemas']['StorageMoveInput'];
export type StorageMove = components['schemas']['StorageMove'];
export type ApiKeyInput = components['schemas']['ApiKeyInput'];
export type NewApiKey = components['schemas']['NewApiKey'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyChanges = components['schemas']['ApiKeyChanges'];
export type RevokedApiKey = components['schemas']['RevokedApiKey'];
export type PersonInput = components['schemas']['PersonInput'];
export type InvitedPerson = components['schemas']['InvitedPerson'];
export type Person = components['schemas']['Person'];
export type PersonChanges = components['schemas']['PersonChanges'];
export type RemovedPerson = components['schemas']['RemovedPerson'];
export type SignInInput = components['schemas']['SignInInput'];
export type Session = components['schemas']['Session'];
export type SignedOut = components['schemas']['SignedOut'];
export type SignInLink = components['schemas']['SignInLink'];
export type WebhookInput = components['schemas']['WebhookInput'];
export type WebhookWithSecret = components['schemas']['WebhookWithSecret'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookChanges = components['schemas']['WebhookChanges'];
export type WebhookTest = components['schemas']['WebhookTest'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookReplayInput = components['schemas']['WebhookReplayInput'];
export type WebhookReplay = components['schemas']['WebhookReplay'];
export type Drift = components['schemas']['Drift'];
export type DriftDifference = components['schemas']['DriftDifference'];
export type DriftHealInput = components['schemas']['DriftHealInput'];
export type Readiness = components['schemas']['Readiness'];
export type $defs = Record<string, never>;
export interface operations {
    getActiveVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unique_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The video */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveVideo"];
                };
            };
        };
    };
    getTime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time, by the clock of Postgres */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Time"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: {
                hours?: number;
            };
            header?: never;
            path: {
                unique_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
        };
    };
    followActiveVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unique_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The build */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": Blob;
                };
            };
        };
    };
    getFollow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The build */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
        };
    };
    getViewScript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The build */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
        };
    };
    viewActiveVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unique_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    listCompanies: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Companies that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"][];
                };
            };
        };
    };
    createCompany: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyInput"];
            };
        };
        responses: {
            /** @description The company */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
        };
    };
    getCompany: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The company */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
        };
    };
    updateCompany: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CompanyChanges"];
            };
        };
        responses: {
            /** @description The company */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Company"];
                };
            };
        };
    };
    deleteCompany: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Projects that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectInput"];
            };
        };
        responses: {
            /** @description The project */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProjectChanges"];
            };
        };
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listArContents: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description Where the page begins, as the Link header of the one before says */
                after?: number | string;
                company_id?: number;
                project_id?: number;
                unique_id?: string;
                is_active?: boolean;
                video_rotation_enabled?: boolean;
                /** @description These alone */
                ids?: number[];
                /** @description A part of the title, in any letter case, or the beginning of the unique_id */
                q?: string;
                /** @description late: a step is overdue; paused: a schedule is; failed_video: a video could not be processed */
                state?: "late" | "paused" | "failed_video";
                /** @description `-` turns it round; next_step_at: those whose plan has a step ahead, the soonest first */
                sort?: "id" | "-id" | "title" | "-title" | "next_step_at";
                /** @description live, next: title and smallest thumbnail of the video that is shown, and of the one that comes next; badges; count: `X-Total-Count` says how many fit, at most 10000, where that is quickly told */
                include?: ("live" | "next" | "badges" | "count")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Contents that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedArContent"][];
                };
            };
        };
    };
    createArContent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArContentInput"];
            };
        };
        responses: {
            /** @description The content */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArContent"];
                };
            };
        };
    };
    getArContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArContent"];
                };
            };
        };
    };
    updateArContent: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ArContentChanges"];
            };
        };
        responses: {
            /** @description The content */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArContent"];
                };
            };
        };
    };
    deleteArContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listVideos: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                is_active?: boolean;
                status?: "uploading" | "processing" | "ready" | "failed";
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Videos, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"][];
                };
            };
        };
    };
    uploadVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["VideoUpload"];
            };
        };
        responses: {
            /** @description The video */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
        };
    };
    beginResumableUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/offset+octet-stream": Blob;
            };
        };
        responses: {
            /** @description Begun: `Location` is where the bytes go */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteResumableUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its bytes are removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getResumableUploadOffset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In `Upload-Offset` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    appendToResumableUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/offset+octet-stream": Blob;
            };
        };
        responses: {
            /** @description They are kept, up to `Upload-Offset` */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    beginDirectUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DirectUploadInput"];
            };
        };
        responses: {
            /** @description The video, and where its file goes */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectUpload"];
                };
            };
        };
    };
    completeDirectUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The video */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
        };
    };
    copyVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VideoCopyInput"];
            };
        };
        responses: {
            /** @description The video */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
        };
    };
    getVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The video */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
        };
    };
    updateVideo: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VideoChanges"];
            };
        };
        responses: {
            /** @description The video */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
        };
    };
    deleteVideo: {
        parameters: {
            query?: {
                /** @description Takes it out of the schedules that name it */
                detach?: boolean;
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    activateVideo: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is the active one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activated"];
                };
            };
        };
    };
    cleanUpUnusedVideos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnusedVideosCleanUpInput"];
            };
        };
        responses: {
            /** @description What would go, or is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnusedVideosCleanUp"];
                };
            };
        };
    };
    previewRotation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotationPreviewInput"];
            };
        };
        responses: {
            /** @description Slots, the next one first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationPreview"];
                };
            };
        };
    };
    previewRotationChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotationChangePreviewInput"];
            };
        };
        responses: {
            /** @description Slots, the next one first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationPreview"];
                };
            };
        };
    };
    listArContentRotations: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                is_active?: boolean;
                rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
                /** @description Whether any slot was carried out late */
                late?: boolean;
                /** @description Whether a try to carry out what is due ever failed */
                failed?: boolean;
                /** @description Those whose next rotation is not later */
                due_before?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Schedules, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"][];
                };
            };
        };
    };
    createRotation: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotationScheduleInput"];
            };
        };
        responses: {
            /** @description The schedule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"];
                };
            };
        };
    };
    listRotations: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                is_active?: boolean;
                rotation_type?: "daily" | "weekly" | "monthly" | "cron" | "interval" | "random" | "rrule" | "once";
                /** @description Whether any slot was carried out late */
                late?: boolean;
                /** @description Whether a try to carry out what is due ever failed */
                failed?: boolean;
                /** @description Those whose next rotation is not later */
                due_before?: string;
                ar_content_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Schedules that the key may see, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"][];
                };
            };
        };
    };
    getRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"];
                };
            };
        };
    };
    updateRotation: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotationScheduleChanges"];
            };
        };
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedRotationSchedule"];
                };
            };
        };
    };
    deleteRotation: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    rotateNow: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule after the step */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"];
                };
            };
        };
    };
    listUpcomingSlots: {
        parameters: {
            query?: {
                count?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Slots, the next one first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upcoming"];
                };
            };
        };
    };
    getLiveAt: {
        parameters: {
            query?: {
                /** @description Now unless given */
                at?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is live then */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAt"];
                };
            };
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description Now unless given */
                from?: string;
                /** @description A week later unless given; ten years later at most */
                to?: string;
                /** @description switch: each change; hour, day: how long each video is shown within each */
                resolution?: "switch" | "hour" | "day";
                /** @description Whose hours and days; the company's unless given */
                time_zone?: string;
                /** @description Segments or cells of an answer */
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
        };
    };
    getForecast: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                /** @description How far to look */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Contents, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"][];
                };
            };
        };
    };
    openTimelineFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed with its address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineFeed"];
                };
            };
        };
    };
    closeTimelineFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    getTimelineFeed: {
        parameters: {
            query?: {
                /** @description The secret of the feed */
                token?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The calendar */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar; charset=utf-8": string;
                };
            };
        };
    };
    getRotationExposure: {
        parameters: {
            query?: {
                /** @description 30 days before `to` unless given */
                from?: string;
                /** @description The present unless given */
                to?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Videos, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exposure"];
                };
            };
        };
    };
    dryRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRunInput"];
            };
        };
        responses: {
            /** @description What would differ */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
        };
    };
    pauseRotation: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PauseInput"];
            };
        };
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"];
                };
            };
        };
    };
    resumeRotation: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResumeInput"];
            };
        };
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"];
                };
            };
        };
    };
    listSkips: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Skips to come, the next one first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skip"][];
                };
            };
        };
    };
    skipSlot: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipInput"];
            };
        };
        responses: {
            /** @description The skip */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skip"];
                };
            };
        };
    };
    deleteSkip: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
                slot_at: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotationSchedule"];
                };
            };
        };
    };
    listArContentOverrides: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Overrides, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"][];
                };
            };
        };
    };
    createOverride: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverrideInput"];
            };
        };
        responses: {
            /** @description The override */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
        };
    };
    getOverride: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The override */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
        };
    };
    updateOverride: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OverrideChanges"];
            };
        };
        responses: {
            /** @description The override */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
        };
    };
    deleteOverride: {
        parameters: {
            query?: {
                /** @description true: refused (409 warning_added) where it adds a warning to the coming 30 days */
                strict?: boolean;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listReleases: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Releases that the key may see, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseSummary"][];
                };
            };
        };
    };
    createRelease: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseInput"];
            };
        };
        responses: {
            /** @description The release */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The release */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    updateRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseChanges"];
            };
        };
        responses: {
            /** @description The release */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    cancelRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The release */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    revertRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The release */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
        };
    };
    listBulks: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                status?: "under_way" | "done" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bulks that the key may see, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"][];
                };
            };
        };
    };
    createBulk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInput"];
            };
        };
        responses: {
            /** @description What the bulk would be about */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkProposal"];
                };
            };
            /** @description The bulk, under way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
        };
    };
    getBulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bulk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
        };
    };
    listBulkItems: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                /** @description refused: those that were refused, and why */
                status?: "remaining" | "done" | "refused";
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order in which they are taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkItem"][];
                };
            };
        };
    };
    cancelBulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bulk, cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
        };
    };
    listDayparts: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dayparts that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Daypart"][];
                };
            };
        };
    };
    createDaypart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DaypartInput"];
            };
        };
        responses: {
            /** @description The daypart */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Daypart"];
                };
            };
        };
    };
    getDaypart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The daypart */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Daypart"];
                };
            };
        };
    };
    updateDaypart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DaypartChanges"];
            };
        };
        responses: {
            /** @description The daypart */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Daypart"];
                };
            };
        };
    };
    deleteDaypart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    readICalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ICalendarInput"];
                "text/calendar": string;
            };
        };
        responses: {
            /** @description The entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ICalendarDays"];
                };
            };
        };
    };
    listCalendars: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Calendars that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarSummary"][];
                };
            };
        };
    };
    createCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarInput"];
            };
        };
        responses: {
            /** @description The calendar */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The calendar */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    updateCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CalendarChanges"];
            };
        };
        responses: {
            /** @description The calendar */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    deleteCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    listRotationHistory: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ledger rows, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rotation"][];
                };
            };
        };
    };
    listArContentHistory: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ledger rows, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rotation"][];
                };
            };
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                /** @description `<noun>:<id>` */
                subject?: string;
                /** @description `key:<id>` of an API key */
                actor?: string;
                /** @description `<noun>.<verb>` */
                action?: string;
                from?: string;
                /** @description What was done at this instant or later is left out */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Writes that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntry"][];
                };
            };
        };
    };
    listStorageConnections: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                provider?: "local" | "s3" | "gcs" | "yandex_disk";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Connections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageConnection"][];
                };
            };
        };
    };
    createStorageConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorageConnectionInput"];
            };
        };
        responses: {
            /** @description The connection */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageConnection"];
                };
            };
        };
    };
    getStorageConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageConnection"];
                };
            };
        };
    };
    updateStorageConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StorageConnectionChanges"];
            };
        };
        responses: {
            /** @description The connection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageConnection"];
                };
            };
        };
    };
    deleteStorageConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    testStorageConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each step, whether or not it went well */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageConnectionTest"];
                };
            };
        };
    };
    listOrphans: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Where the part before ended; the Link header has it */
                after?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Orphans"];
                };
            };
        };
    };
    cleanUpOrphans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OrphanCleanUpInput"];
            };
        };
        responses: {
            /** @description What would go, or goes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrphanCleanUp"];
                };
            };
        };
    };
    listStorageMoves: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                ar_content_id?: number;
                status?: "pending" | "copying" | "switching" | "done" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Moves, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageMove"][];
                };
            };
        };
    };
    createStorageMove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorageMoveInput"];
            };
        };
        responses: {
            /** @description The move */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageMove"];
                };
            };
        };
    };
    getStorageMove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The move */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageMove"];
                };
            };
        };
    };
    cancelStorageMove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The move, cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageMove"];
                };
            };
        };
    };
    retryStorageMove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The move, pending */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageMove"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                role?: "viewer" | "editor" | "admin";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"][];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description The key with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, without its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApiKeyChanges"];
            };
        };
        responses: {
            /** @description The key, without its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, revoked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedApiKey"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
                role?: "viewer" | "editor" | "admin";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description People that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"][];
                };
            };
        };
    };
    invitePerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonInput"];
            };
        };
        responses: {
            /** @description The person with the link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedPerson"];
                };
            };
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
        };
    };
    updatePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PersonChanges"];
            };
        };
        responses: {
            /** @description The person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
        };
    };
    removePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person, removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedPerson"];
                };
            };
        };
    };
    inviteAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person with the link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedPerson"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Person or key, role and company */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInput"];
            };
        };
        responses: {
            /** @description Who is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All are over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
        };
    };
    getSignInPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getSignInScript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
        };
    };
    getSignInStyle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A style sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                company_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhooks that the key may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"][];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description The webhook with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, without its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookChanges"];
            };
        };
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook with its new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, active */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, which is on its way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTest"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description The most rows of a page; with filters it may have fewer, even none, and a Link header to the next */
                limit?: number;
                /** @description The last id of the page before; the Link header has it */
                after?: number;
                status?: "pending" | "delivered" | "given_up" | "withdrawn";
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deliveries, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"][];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplayInput"];
            };
        };
        responses: {
            /** @description What is sent again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplay"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: {
                /** @description Goes on where an answer ended, by its `next_after` */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
        };
    };
    healDrift: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DriftHealInput"];
            };
        };
        responses: {
            /** @description What is being mended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Swagger UI */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getDocsScript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
        };
    };
    getMedia: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                storage_connection_id: number;
                kind: "videos" | "thumbnails";
                ar_content_id: number;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": Blob;
                    "video/webm": Blob;
                    "video/quicktime": Blob;
                    "video/x-matroska": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                };
            };
            /** @description The range that was asked for; several as multipart/byteranges */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": Blob;
                    "video/webm": Blob;
                    "video/quicktime": Blob;
                    "video/x-matroska": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                    "multipart/byteranges": Blob;
                };
            };
        };
    };
    onRotationDone: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "rotation.done",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "rotation_id": 9,
                 *         "schedule_id": 2,
                 *         "from_video_id": 4,
                 *         "from_title": "Spring",
                 *         "to_video_id": 5,
                 *         "to_title": "Autumn",
                 *         "due_at": "2026-12-01T09:00:00.000Z",
                 *         "applied_at": "2026-12-01T09:00:00.000Z",
                 *         "cause": "schedule",
                 *         "note": null,
                 *         "reason": "rotation",
                 *         "override_id": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "rotation.done";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRotationWillChange: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "rotation.will_change",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "due_at": "2026-12-02T09:00:00.000Z",
                 *         "from_video_id": 4,
                 *         "from_title": "Spring",
                 *         "to_video_id": 5,
                 *         "to_title": "Autumn",
                 *         "reason": "rotation",
                 *         "schedule_id": 2,
                 *         "override_id": null,
                 *         "withdrawn": false,
                 *         "withdraws": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "rotation.will_change";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRotationLate: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "rotation.late",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "rotation_id": 9,
                 *         "schedule_id": 2,
                 *         "from_video_id": 4,
                 *         "from_title": "Spring",
                 *         "to_video_id": 5,
                 *         "to_title": "Autumn",
                 *         "due_at": "2026-12-01T09:00:00.000Z",
                 *         "applied_at": "2026-12-02T09:00:00.000Z",
                 *         "cause": "schedule",
                 *         "note": null,
                 *         "reason": "rotation",
                 *         "override_id": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "rotation.late";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRotationFailed: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "rotation.failed",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "rotation_id": 9,
                 *         "schedule_id": 2,
                 *         "from_video_id": 4,
                 *         "from_title": "Spring",
                 *         "to_video_id": null,
                 *         "to_title": null,
                 *         "due_at": "2026-12-01T09:00:00.000Z",
                 *         "applied_at": "2026-12-01T09:00:00.000Z",
                 *         "cause": "schedule",
                 *         "note": "no_showable_video",
                 *         "reason": null,
                 *         "override_id": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "rotation.failed";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onScheduleEnded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "schedule.ended",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "schedule_id": 2,
                 *         "last_slot_at": "2026-12-01T09:00:00.000Z"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "schedule.ended";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onContentGoingDark: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "content.going_dark",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "due_at": "2026-12-02T09:00:00.000Z",
                 *         "dark_until": null,
                 *         "dark_because": "no_video",
                 *         "withdrawn": false,
                 *         "withdraws": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "content.going_dark";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onContentDark: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "content.dark",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "rotation_id": 9,
                 *         "schedule_id": null,
                 *         "from_video_id": 4,
                 *         "from_title": "Spring",
                 *         "to_video_id": null,
                 *         "to_title": null,
                 *         "due_at": "2026-12-01T09:00:00.000Z",
                 *         "applied_at": "2026-12-01T09:00:00.000Z",
                 *         "cause": "expiry",
                 *         "note": null,
                 *         "reason": null,
                 *         "override_id": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "content.dark";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onVideoReady: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "video.ready",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "video_id": 5,
                 *         "title": "Autumn",
                 *         "failure_code": null,
                 *         "failure_reason": null
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "video.ready";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onVideoFailed: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "video.failed",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "ar_content_id": 2,
                 *         "unique_id": "7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11",
                 *         "video_id": 5,
                 *         "title": "Autumn",
                 *         "failure_code": "broken",
                 *         "failure_reason": "The file is cut off."
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "video.failed";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReleaseLive: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "release.live",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "release_id": 3,
                 *         "name": "Spring sale",
                 *         "note": "All shops",
                 *         "at": "2026-12-01T09:00:00.000Z",
                 *         "revert_at": "2026-12-02T09:00:00.000Z",
                 *         "priority": 10,
                 *         "item_count": 20,
                 *         "gone_count": 0
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "release.live";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReleaseOver: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of the event: the same when it is sent again
                 * @example evt_7
                 */
                "webhook-id": string;
                /**
                 * @description When this was sent, in seconds since 1970
                 * @example 1796115600
                 */
                "webhook-timestamp": string;
                /**
                 * @description By Standard Webhooks; two of them while two secrets are valid
                 * @example v1,K5oZfzN95Z9UVu1EsfQ…
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "release.over",
                 *       "timestamp": "2026-12-01T09:00:00.000Z",
                 *       "data": {
                 *         "release_id": 3,
                 *         "name": "Spring sale",
                 *         "note": "All shops",
                 *         "at": "2026-12-01T09:00:00.000Z",
                 *         "revert_at": "2026-12-02T09:00:00.000Z",
                 *         "priority": 10,
                 *         "item_count": 20,
                 *         "gone_count": 0
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "release.over";
                    /**
                     * Format: date-time
                     * @description When it happened, or was foretold
                     */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Taken. Whatever else comes is a failure, and it is sent again */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
