import type { Texts } from '../en';
import { counted } from './count';

const TIMES: [string, string, string] = ['раз', 'раза', 'раз'];
const SWITCHES: [string, string, string] = ['смена', 'смены', 'смен'];

/** What edits would come to. */
export const rehearsal = {
  rehearsal: {
    waiting: 'Вычисляется',
    faulty: 'Когда отмеченное будет исправлено, это обновится.',
    horizon: 'Сравнить за',
    horizons: { '1': 'сутки', '7': 'неделю', '30': '30 дней', '365': 'год' },
    same: 'Видимых изменений нет.',
    longer: (video, length) => `${video}: показ дольше, разница – ${length}`,
    shorter: (video, length) => `${video}: показ короче, разница – ${length}`,
    darkLonger: (length) => `Пустой экран дольше, разница – ${length}`,
    darkShorter: (length) => `Пустой экран короче, разница – ${length}`,
    moved: (count) => `в другое время: ${counted(count, SWITCHES)}`,
    added: (count) => `добавится: ${counted(count, SWITCHES)}`,
    dropped: (count) => `исчезнет: ${counted(count, SWITCHES)}`,
    reaches: (at) => `Просмотрено до ${at}.`,
    warnings: 'Новые предупреждения',
    warningKinds: {
      gap: (from, to) => `Ничего не показывается с ${from} до ${to}`,
      never_shown: (videos) => `Не будет показано: ${videos}`,
      override_never_wins: 'Одно из замещений никогда не будет видно',
      windows_overlap: (videos) => `Пересекаются окна показа: ${videos}`,
      slots_coincide: (count) => `Совпадает с другим расписанием ${counted(count, TIMES)}; видно последнее`,
      expiry_cliff: (videos, left) =>
        `Когда истечёт срок (${videos}), останется ${left === 0 ? 'ни одного видео' : 'одно видео'}`,
    },
  },
} satisfies Partial<Texts>;
