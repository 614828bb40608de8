import type { Texts } from '../en';
import { counted, number } from './count';

const CONTENTS: [string, string, string] = ['контент', 'контента', 'контентов'];

/** The list of contents, and what is said of each. */
export const contents = {
  contents: {
    title: 'Контент',
    search: 'Поиск по названию или идентификатору',
    state: 'Состояние',
    states: { any: 'Любое состояние', late: 'С опозданием', paused: 'На паузе', failed_video: 'Ошибка видео' },
    active: 'Активность',
    actives: { any: 'Активные и нет', true: 'Активные', false: 'Неактивные' },
    project: 'Проект',
    projects: 'Проекты',
    anyProject: 'Все проекты',
    sort: 'Порядок',
    sorts: {
      '-id': 'Сначала новые',
      id: 'Сначала старые',
      title: 'По названию, А – Я',
      '-title': 'По названию, Я – А',
      next_step_at: 'По ближайшей смене',
    },
    clear: 'Сбросить фильтры',
    count: (count) => counted(count, CONTENTS),
    countOrMore: (count) => `${counted(count, CONTENTS)} или больше`,
    shown: (count) => `показано ${number(count)}`,
    loadMore: 'Показать ещё',
    list: 'AR-контент',
    none: 'Контента пока нет',
    noneHint: 'Контент – это плакат или портрет, который оживает: создайте его, добавьте видео и задайте ротацию.',
    nothingFits: 'Ничего не подходит под фильтры',
    live: 'Сейчас',
    next: 'Дальше',
    shows: (video) => `Показывает ${video}`,
    showsNothing: 'Ничего не показывает',
    inactive: 'Неактивен: намеренно ничего не показывает',
    expired: 'Срок истёк: больше ничего не показывает',
    noNext: 'Смен не предвидится',
    noPicture: 'Нет картинки',
  },
  badges: {
    dark: 'Не показывает',
    dark_soon: 'Погаснет за 7 дней',
    late: 'С опозданием',
    paused: 'На паузе',
    overridden: 'Замещён',
    failed_video: 'Ошибка видео',
    inactive: 'Неактивен',
  },
  reasons: {
    window: 'по окну показа',
    override: 'по замещению',
    rotation: 'по ротации',
    manual: 'включено вручную',
    default: 'видео по умолчанию',
    fallback: 'запасное',
  },
} satisfies Partial<Texts>;
