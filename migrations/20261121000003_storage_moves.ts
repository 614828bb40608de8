import type { Knex } from 'knex';

/**
 * Moves of videos from one storage connection to another, file by file; what was found and may be cleaned up, between
 * the two times that it is asked for; and how much of each connection nothing names.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE storage_moves (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
      -- Plain ids: a move that is over outlives what it names. Null: all contents, and from wherever they lie.
      ar_content_id bigint,
      from_connection_id bigint,
      to_connection_id bigint NOT NULL,
      status text NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'copying', 'switching', 'done', 'failed', 'cancelled')),
      current_file_id bigint,
      problem text,
      failure_code text CHECK (failure_code IN ('source_missing', 'source_corrupt', 'gave_up')),
      failure_reason text,
      revision integer NOT NULL DEFAULT 1,
      ended_at timestamptz(3),
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT failure_with_reason CHECK ((failure_code IS NULL) = (failure_reason IS NULL)),
      CONSTRAINT only_failed_have_failures CHECK ((failure_code IS NOT NULL) = (status = 'failed')),
      CONSTRAINT ended_when_over CHECK ((ended_at IS NOT NULL) = (status IN ('done', 'cancelled'))),
      CONSTRAINT moves_somewhere_else CHECK (from_connection_id <> to_connection_id)
    );
    CREATE INDEX storage_moves_company ON storage_moves (company_id, id);
    CREATE UNIQUE INDEX storage_moves_open_content ON storage_moves (ar_content_id)
      WHERE status NOT IN ('done', 'cancelled');
    CREATE UNIQUE INDEX storage_moves_open_company ON storage_moves (company_id)
      WHERE ar_content_id IS NULL AND status NOT IN ('done', 'cancelled');

    -- A copy is named here from before it appears until a video names it or its removal is entered.
    CREATE TABLE storage_move_files (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      storage_move_id bigint NOT NULL REFERENCES storage_moves (id) ON DELETE CASCADE,
      ar_content_id bigint NOT NULL,
      video_id bigint NOT NULL,
      source_connection_id bigint NOT NULL,
      source_path text NOT NULL,
      target_path text,
      size_bytes bigint CHECK (size_bytes >= 0),
      sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'copied', 'switched', 'skipped')),
      UNIQUE (storage_move_id, source_connection_id, source_path),
      CONSTRAINT copied_has_target CHECK (status NOT IN ('copied', 'switched') OR target_path IS NOT NULL)
    );
    CREATE INDEX storage_move_files_status ON storage_move_files (storage_move_id, status, id);
    CREATE INDEX storage_move_files_content ON storage_move_files (storage_move_id, ar_content_id);
    CREATE INDEX storage_move_files_copies ON storage_move_files (ar_content_id) WHERE status IN ('waiting', 'copied');

    CREATE INDEX file_deletions_path ON file_deletions (path);

    CREATE TABLE clean_up_proposals (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      actor text NOT NULL,
      -- What may be cleaned up, such as the files of a storage connection.
      subject text NOT NULL,
      items jsonb NOT NULL,
      expires_at timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX clean_up_proposals_expires ON clean_up_proposals (expires_at);

    CREATE TABLE orphan_counts (
      storage_connection_id bigint PRIMARY KEY REFERENCES storage_connections (id) ON DELETE CASCADE,
      files integer NOT NULL,
      videos integer NOT NULL,
      counted_at timestamptz(3) NOT NULL
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX file_deletions_path;
    DROP TABLE orphan_counts, clean_up_proposals, storage_move_files, storage_moves;
  `);
}
