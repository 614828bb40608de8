import { useCallback, useMemo } from 'react';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useSearchParams } from 'wouter';
import { CALENDAR_UNITS, type CalendarUnit } from '../time/calendar';

/** '': what fits the range. */
export const RESOLUTIONS = ['', 'switch', 'hour', 'day'] as const;
export type TimelineResolution = (typeof RESOLUTIONS)[number];
const TIMELINE_FORMS = ['grid', 'table'] as const;
export type TimelineForm = (typeof TIMELINE_FORMS)[number];

/** What of a timeline is looked at, in the words of the address: it can be shared, and gone back to. */
export interface TimelineView {
  range: CalendarUnit;
  /** An instant within the range, in epoch milliseconds; null: it is the range of now. */
  at: number | null;
  resolution: TimelineResolution;
  form: TimelineForm;
}

/** By which an address names an instant: `2026-11-28T13:00Z`, which no zone moves. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/;

/** The service tells of the years 1970 to 9999: of these the instants around which there is a whole year in every zone. */
const [EARLIEST, LATEST] = [Date.UTC(1971, 1), Date.UTC(9998, 11)];

function instantIn(text: string | null): number | null {
  const at = text !== null && INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return at >= EARLIEST && at <= LATEST ? at : null;
}

const addressOf = (at: number | null): string => (at === null ? '' : `${new Date(at).toISOString().slice(0, 16)}Z`);

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** The form that was chosen last; a table where the screen is too narrow for more. */
function useRememberedForm(): [TimelineForm, (form: TimelineForm) => void] {
  const [chosen, remember] = useLocalStorage({
    key: 'console:timeline-form',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const isNarrow = useMediaQuery('(max-width: 40rem)', undefined, { getInitialValueInEffect: false });
  return [oneOf(TIMELINE_FORMS, chosen) ?? (isNarrow ? 'table' : 'grid'), remember];
}

/** What is looked at, and how to look at something else. */
export function useTimelineView() {
  const [params, setParams] = useSearchParams();
  const [remembered, remember] = useRememberedForm();
  const view = useMemo<TimelineView>(
    () => ({
      range: oneOf(CALENDAR_UNITS, params.get('range')) ?? 'week',
      at: instantIn(params.get('at')),
      resolution: oneOf(RESOLUTIONS, params.get('resolution')) ?? '',
      form: oneOf(TIMELINE_FORMS, params.get('view')) ?? remembered,
    }),
    [params, remembered],
  );
  /** @param isStep the way back leads to what was looked at before */
  const look = useCallback(
    ({ range, at, resolution, form }: Partial<TimelineView>, isStep = false) => {
      const change = (before: URLSearchParams): URLSearchParams => {
        const changed = new URLSearchParams(before);
        const set = (name: string, value: string | undefined): void => {
          if (value === '') changed.delete(name);
          else if (value !== undefined) changed.set(name, value);
        };
        set('range', range);
        set('at', at === undefined ? undefined : addressOf(at));
        set('resolution', resolution);
        set('view', form);
        return changed;
      };
      if (form !== undefined) remember(form);
      setParams(change, { replace: !isStep });
    },
    [setParams, remember],
  );
  return { view, look };
}

/** The next shorter range; null: there is none. */
export const finerThan = (range: CalendarUnit): CalendarUnit | null =>
  CALENDAR_UNITS[CALENDAR_UNITS.indexOf(range) - 1] ?? null;
