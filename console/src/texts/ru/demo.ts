import type { Texts } from '../en';
import { counted, number } from './count';

/** The demo, and its removal. */
export const demo = {
  demo: {
    title: 'Демонстрация',
    hint: 'Эта компания – демонстрация: названия говорят, что показывает каждый контент. Меняйте что угодно.',
    remove: 'Удалить демонстрацию',
    removeTitle: (company) => `Удалить «${company}»?`,
    removesWith: (count) =>
      `Вместе с ней удаляется ${counted(count, ['контент', 'контента', 'контентов'])} с видео, расписаниями и замещениями:`,
    more: (count) => `и ещё ${number(count)}`,
    removeHint:
      'Удаляются также часы показа, сотрудники и ключи API этой компании и всё, что вы в неё добавили. Заново она не создаётся.',
  },
} satisfies Partial<Texts>;
