import type { Texts } from '../en';
import { counted, number } from './count';

const SWITCHES: [string, string, string] = ['смена', 'смены', 'смен'];
const TIMES: [string, string, string] = ['раз', 'раза', 'раз'];

/** The timeline of a content. */
export const timeline = {
  timeline: {
    title: 'Лента времени',
    grid: (stretch) => `Лента времени, ${stretch}`,
    keys: 'Стрелки переходят к соседнему отрезку, Home и End – к первому и последнему, Page Up и Page Down – к времени до и после, Enter открывает.',
    openPage: 'Крупный вид',
    previous: 'Раньше',
    now: 'Сейчас',
    next: 'Позже',
    range: 'Период',
    ranges: { hour: 'Час', day: 'День', week: 'Неделя', month: 'Месяц', year: 'Год' },
    resolution: 'Подробность',
    resolutions: { any: 'По периоду', switch: 'По сменам', hour: 'По часам', day: 'По дням' },
    forms: { grid: 'Лентой', table: 'Таблицей' },
    layers: { live: 'В показе', beneath: 'Под замещением' },
    layerReasons: {
      window: 'Окна показа',
      override: 'Замещения',
      rotation: 'Ротация',
      manual: 'Вручную',
      default: 'По умолчанию',
      fallback: 'Запасное',
    },
    dark: 'Пусто',
    nothing: 'Пусто: ничего не показывается',
    video: (id) => `Видео ${id}`,
    deletedVideo: (id) => `Видео ${id} (удалено)`,
    schedule: (id) => `Расписание ${id}`,
    deletedSchedule: (id) => `Расписание ${id} (удалено)`,
    override: (id) => `Замещение ${id}`,
    overrideNote: (id, note) => `Замещение ${id}: ${note}`,
    unknownReason: 'причина не записана',
    switches: (count) => counted(count, SWITCHES),
    stretch: (from, to) => `с ${from} до ${to}`,
    share: (video, length) => `${video} – ${length}`,
    hours: (count) => `${number(count)} ч`,
    states: {
      recorded: 'Состоялось',
      inferred: 'Выведено: это было до начала истории',
      due: 'Пора, но ещё не записано; зрители уже видят это',
      planned: 'Запланировано',
    },
    legend: {
      recorded: 'Состоялось',
      inferred: 'Выведено',
      planned: 'Запланировано',
      dark: 'Пусто',
      late: 'С опозданием',
    },
    lateBy: (length) => `Опоздание ${length}`,
    committed: (length) => `Записано через ${length} после срока`,
    cut: 'Началось раньше или закончится позже показанного периода.',
    pending:
      'Часы или дни были изменены, и этот контент скоро перейдёт на новые; до тех пор здесь показано то, что было.',
    upTo: (instant) => `Пока загружено до ${instant}.`,
    full: (instant) =>
      `Событий больше, чем можно показать: лента доведена до ${instant}. Выберите период короче либо часы или дни.`,
    warnings: {
      title: 'Возможно, так не задумано',
      gap: 'Ничего не показывается',
      never_shown: (video) => `${video}: не показывается, хотя очередь была у всего, что может это показать`,
      override_never_wins: (override) => `${override}: действует, но его не видно`,
      windows_overlap: (videos) => `Окна показа пересекаются: ${videos}; видно только одно видео`,
      slots_coincide: (schedules, count) => `Слоты совпадают: ${schedules}, ${counted(count, TIMES)}; виден последний`,
      expiry_cliff: (videos, left) =>
        `Истекает срок: ${videos}; ${left === 0 ? 'не останется ни одного видео' : 'останется одно видео'}`,
      show: (instant) => `Показать ${instant}`,
      more: (count) => `ещё ${number(count)}`,
    },
    table: {
      caption: (stretch) => `Что в показе, ${stretch}`,
      from: 'С',
      to: 'До',
      length: 'Длительность',
      shows: 'Показывает',
      why: 'Почему',
      beneath: 'Под ним',
      state: 'Состояние',
      switches: 'Смены',
      shares: 'Сколько показано',
      more: 'Показать ещё строки',
    },
    details: {
      causedBy: 'Причина',
      actor: 'Кто',
      request: 'Запрос',
      parts: 'Что внутри',
      firstOf: (shown, all) => `Первые ${number(shown)} из ${number(all)}.`,
    },
    actors: { workflow: 'процесс ротации', api: 'служба', key: (id) => `ключ ${id}` },
  },
} satisfies Partial<Texts>;
