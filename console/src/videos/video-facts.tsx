import { Link } from 'wouter';
import type { RotationSchedule, Video } from 'ar-video-rotation-client';
import type { en } from '../texts/en';
import { useSpeech, useTexts } from '../texts/texts';
import { serviceNow } from '../time/clock';
import { Distance, Instant } from '../time/instant';
import { bytesText, lengthText } from '../time/measures';
import { useCalendars, useDayparts } from '../service/queries';
import styles from './video-list.module.css';

/** Length, resolution and size, as far as they are known. */
export function Measures({ video: { duration, width, height, size_bytes } }: { video: Video }) {
  const { texts, language } = useSpeech();
  const facts = [
    duration !== null && lengthText(duration),
    width !== null && height !== null && texts.videos.size(width, height),
    size_bytes !== null && bytesText(size_bytes, language),
  ];
  return <>{facts.filter((fact) => fact !== false).join(' · ')}</>;
}

type Player = keyof typeof en.videos.players;

/** The usual players that do not play it; null: all do, or nobody looked. */
export function NotPlayable({ video: { playable_in } }: { video: Video }) {
  const { texts, language } = useSpeech();
  const { players, notPlayable } = texts.videos;
  if (playable_in === null) return null;
  const plays = new Set<string>(playable_in);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the object itself
  const missing = (Object.keys(players) as Player[]).filter((player) => !plays.has(player));
  if (missing.length === 0) return null;
  const names = missing.map((player) => players[player]);
  return <>{notPlayable(new Intl.ListFormat(language).format(names))}</>;
}

/** When it can be shown: its window, and its expiry. */
export function Bounds({ video: { schedule_start, schedule_end, expires_at } }: { video: Video }) {
  const { videos: texts } = useTexts();
  const isOver = expires_at !== null && Date.parse(expires_at) <= serviceNow();
  const bounds = [
    [texts.from, schedule_start],
    [texts.until, schedule_end],
    [isOver ? texts.expired : texts.expires, expires_at],
  ] as const;
  return bounds.map(
    ([words, at]) =>
      at !== null && (
        <span key={words} className={styles.bound}>
          {words} <Instant at={at} /> (<Distance at={at} />)
        </span>
      ),
  );
}

/** The hours and days that it keeps to. */
export function Hours({ company, video }: { company: number; video: Video }) {
  const { videos: texts } = useTexts();
  const { data: dayparts } = useDayparts(company);
  const { data: calendars } = useCalendars(company);
  const { daypart_id, calendar_id, calendar_mode, time_zone } = video;
  const nameOf = (rows: readonly { id: number; name: string }[] | undefined, id: number): string =>
    rows?.find((row) => row.id === id)?.name ?? `${id}`;
  const words = [
    daypart_id !== null && texts.within(nameOf(dayparts, daypart_id)),
    calendar_id !== null && calendar_mode !== null && texts[calendar_mode](nameOf(calendars, calendar_id)),
    texts.zoneHint(time_zone),
  ];
  return <>{words.filter((part) => part !== false).join(' · ')}</>;
}

/** The schedules that name it. */
export function UsedBy({ base, schedules }: { base: string; schedules: readonly RotationSchedule[] }) {
  const { videos: texts } = useTexts();
  if (schedules.length === 0) return <>{texts.unused}</>;
  return (
    <>
      {texts.usedBy}{' '}
      {schedules.map(({ id, words }, index) => (
        <span key={id}>
          {index > 0 && '; '}
          <Link href={`${base}/schedules/${id}`}>{words}</Link>
        </span>
      ))}
    </>
  );
}
