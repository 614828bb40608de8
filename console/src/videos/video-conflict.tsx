import type { Video } from 'ar-video-rotation-client';
import { changedFields } from '../edits/changed-fields';
import { ConflictNote } from '../edits/conflict-note';
import type { Draft } from '../edits/use-draft';
import { useSpeech } from '../texts/texts';
import { instantText } from '../time/format';
import { useZone } from '../time/zone';
import { useCalendars, useDayparts } from '../service/queries';
import { fieldsOf, type VideoFields } from './video-fields';

interface Conflict {
  company: number;
  /** As the others left it. */
  video: Video;
  draft: Draft<VideoFields>;
  done: () => void;
}

/** What others changed of a video while somebody was writing. */
export function VideoConflict({ company, video, draft, done }: Conflict) {
  const { videos: texts } = useSpeech().texts;
  const wordsOf = useWords(company);
  const now = fieldsOf(video);
  return (
    <ConflictNote
      subject={`video:${video.id}`}
      changes={changedFields(draft.base, now).map((field) => ({
        label: texts.fields[field],
        before: wordsOf(field, draft.base[field]),
        now: wordsOf(field, now[field]),
      }))}
      keepMine={() => {
        draft.rebase();
        done();
      }}
      takeTheirs={() => {
        draft.discard();
        done();
      }}
    />
  );
}

/** Says what a field holds, as the form shows it. */
function useWords(company: number): (field: keyof VideoFields, value: string | number | null) => string {
  const { texts, language } = useSpeech();
  const { zone = 'UTC' } = useZone();
  const { data: dayparts } = useDayparts(company);
  const { data: calendars } = useCalendars(company);
  const { modes } = texts.videos;
  return (field, value) => {
    if (value === null) return '';
    if (field === 'daypart_id') return dayparts?.find(({ id }) => id === value)?.name ?? String(value);
    if (field === 'calendar_id') return calendars?.find(({ id }) => id === value)?.name ?? String(value);
    if (field === 'calendar_mode') return value === 'only' ? modes.only : modes.exclude;
    const isInstant = field === 'schedule_start' || field === 'schedule_end' || field === 'expires_at';
    return isInstant ? instantText(Date.parse(String(value)), zone, language) : String(value);
  };
}
