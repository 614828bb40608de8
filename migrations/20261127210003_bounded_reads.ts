import type { Knex } from 'knex';

/**
 * No read grows with what is stored: each list has an index in the order of its ids, a schedule knows its company, the
 * files of a move are counted as they change, and overrides that are over are not looked at.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE ar_content ADD CONSTRAINT ar_content_company_id_id_key UNIQUE (company_id, id);
    DROP INDEX ar_content_company;
    DROP INDEX ar_content_project;
    CREATE INDEX ar_content_project ON ar_content (company_id, project_id, id);

    ALTER TABLE video_rotation_schedules ADD COLUMN company_id bigint;
    UPDATE video_rotation_schedules s SET company_id = c.company_id FROM ar_content c WHERE c.id = s.ar_content_id;
    ALTER TABLE video_rotation_schedules ALTER COLUMN company_id SET NOT NULL,
      DROP CONSTRAINT video_rotation_schedules_ar_content_id_fkey,
      ADD CONSTRAINT schedule_of_content FOREIGN KEY (company_id, ar_content_id)
        REFERENCES ar_content (company_id, id) ON DELETE CASCADE;
    CREATE FUNCTION name_schedules_company() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      SELECT company_id INTO NEW.company_id FROM ar_content WHERE id = NEW.ar_content_id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER schedule_names_its_company BEFORE INSERT ON video_rotation_schedules
      FOR EACH ROW EXECUTE FUNCTION name_schedules_company();
    CREATE INDEX schedules_company ON video_rotation_schedules (company_id, id);
    DROP INDEX schedules_content;
    CREATE INDEX schedules_content ON video_rotation_schedules (ar_content_id, id);
    DROP INDEX schedules_active, schedules_type, schedules_next;

    CREATE INDEX companies_name ON companies (name, id);
    CREATE INDEX projects_name ON projects (name, id);
    CREATE INDEX projects_company_name ON projects (company_id, name, id);

    DROP INDEX storage_connections_company;
    CREATE INDEX storage_connections_company ON storage_connections (company_id, id);

    CREATE INDEX overrides_ahead ON overrides (ar_content_id, coalesce(ends_at, 'infinity'));

    ALTER TABLE storage_moves
      ADD COLUMN files_total bigint NOT NULL DEFAULT 0,
      ADD COLUMN files_done bigint NOT NULL DEFAULT 0,
      ADD COLUMN bytes_total bigint NOT NULL DEFAULT 0,
      ADD COLUMN bytes_done bigint NOT NULL DEFAULT 0;
    UPDATE storage_moves m SET files_total = f.total, files_done = f.done, bytes_total = f.bytes, bytes_done = f.bytes_done
    FROM (SELECT storage_move_id, count(*) AS total, count(*) FILTER (WHERE status <> 'waiting') AS done,
            coalesce(sum(size_bytes), 0) AS bytes,
            coalesce(sum(size_bytes) FILTER (WHERE status <> 'waiting'), 0) AS bytes_done
          FROM storage_move_files WHERE status <> 'skipped' GROUP BY 1) f
    WHERE f.storage_move_id = m.id;

    -- Its argument says whether the changed files are added (1) or taken away (-1).
    CREATE FUNCTION count_move_files() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      sign integer := TG_ARGV[0];
    BEGIN
      UPDATE storage_moves m SET
        files_total = m.files_total + sign * f.total,
        files_done = m.files_done + sign * f.done,
        bytes_total = m.bytes_total + sign * f.bytes,
        bytes_done = m.bytes_done + sign * f.bytes_done
      FROM (SELECT storage_move_id, count(*) AS total, count(*) FILTER (WHERE status <> 'waiting') AS done,
              coalesce(sum(size_bytes), 0) AS bytes,
              coalesce(sum(size_bytes) FILTER (WHERE status <> 'waiting'), 0) AS bytes_done
            FROM changed WHERE status <> 'skipped' GROUP BY 1) f
      WHERE f.storage_move_id = m.id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER new_move_files_are_counted AFTER INSERT ON storage_move_files
      REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_move_files('1');
    CREATE TRIGGER changed_move_files_are_added AFTER UPDATE ON storage_move_files
      REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_move_files('1');
    CREATE TRIGGER changed_move_files_are_taken_away AFTER UPDATE ON storage_move_files
      REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_move_files('-1');

    -- Those that go on are found without those that are over.
    CREATE INDEX storage_moves_open ON storage_moves (id) WHERE status NOT IN ('done', 'cancelled');
    CREATE INDEX storage_moves_open_of_company ON storage_moves (company_id, id) WHERE status NOT IN ('done', 'cancelled');

    -- In one direction, so that a page of a ledger begins anywhere in it.
    DROP INDEX rotations_content, rotations_schedule;
    CREATE INDEX rotations_content ON rotations (ar_content_id, id);
    CREATE INDEX rotations_schedule ON rotations (schedule_id, id);

    -- In the order in which they are taken.
    DROP INDEX file_deletions_due, resumable_uploads_expiring;
    CREATE INDEX file_deletions_due ON file_deletions (delete_after, id);
    CREATE INDEX resumable_uploads_expiring ON resumable_uploads (expires_at, id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX rotations_content, rotations_schedule;
    CREATE INDEX rotations_content ON rotations (ar_content_id, id DESC);
    CREATE INDEX rotations_schedule ON rotations (schedule_id, id DESC);
    DROP INDEX file_deletions_due, resumable_uploads_expiring;
    CREATE INDEX file_deletions_due ON file_deletions (delete_after);
    CREATE INDEX resumable_uploads_expiring ON resumable_uploads (expires_at);
    DROP INDEX storage_moves_open, storage_moves_open_of_company;
    DROP TRIGGER new_move_files_are_counted ON storage_move_files;
    DROP TRIGGER changed_move_files_are_added ON storage_move_files;
    DROP TRIGGER changed_move_files_are_taken_away ON storage_move_files;
    DROP FUNCTION count_move_files;
    ALTER TABLE storage_moves DROP COLUMN files_total, DROP COLUMN files_done,
      DROP COLUMN bytes_total, DROP COLUMN bytes_done;
    DROP INDEX overrides_ahead;
    DROP INDEX storage_connections_company;
    CREATE INDEX storage_connections_company ON storage_connections (company_id);
    DROP INDEX projects_company_name, projects_name, companies_name;
    CREATE INDEX schedules_active ON video_rotation_schedules (is_active, id);
    CREATE INDEX schedules_type ON video_rotation_schedules (rotation_type, id);
    CREATE INDEX schedules_next ON video_rotation_schedules (next_rotation_at) WHERE next_rotation_at IS NOT NULL;
    DROP INDEX schedules_content, schedules_company;
    CREATE INDEX schedules_content ON video_rotation_schedules (ar_content_id);
    DROP TRIGGER schedule_names_its_company ON video_rotation_schedules;
    DROP FUNCTION name_schedules_company;
    ALTER TABLE video_rotation_schedules DROP COLUMN company_id,
      ADD CONSTRAINT video_rotation_schedules_ar_content_id_fkey FOREIGN KEY (ar_content_id)
        REFERENCES ar_content ON DELETE CASCADE;
    DROP INDEX ar_content_project;
    CREATE INDEX ar_content_project ON ar_content (company_id, project_id);
    CREATE INDEX ar_content_company ON ar_content (company_id, id);
    ALTER TABLE ar_content DROP CONSTRAINT ar_content_company_id_id_key;
  `);
}
