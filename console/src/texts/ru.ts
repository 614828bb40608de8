import type { Texts } from './en';

const rules = new Intl.PluralRules('ru');
const number = (value: number): string => value.toLocaleString('ru');

/** The form of a word that fits the number: 1 контент, 2 контента, 5 контентов. */
function counted(count: number, [one, few, many]: [string, string, string]): string {
  const rule = rules.select(count);
  return `${number(count)} ${rule === 'one' ? one : rule === 'few' ? few : many}`;
}

const CONTENTS: [string, string, string] = ['контент', 'контента', 'контентов'];

/** Texts of the console in Russian. */
export const ru = {
  product: 'Ротация видео',
  skipToContent: 'К содержимому',
  loading: 'Загрузка',
  tryAgain: 'Повторить',
  navigation: { main: 'Страницы', contents: 'Контент', apiDocs: 'Документация API', companies: 'Компании' },
  connection: {
    lost: (since) => `Нет связи с ${since}. Показано то, что было загружено раньше; попытки продолжаются сами.`,
  },
  failure: {
    title: 'Не удалось загрузить',
    notThere: 'Здесь ничего нет',
    notThereHint: 'Возможно, в адресе ошибка, или то, что он называл, удалено.',
    request: (id) => `Запрос ${id}`,
  },
  companies: {
    title: 'Компании',
    filter: 'Найти по названию',
    none: 'Компаний пока нет',
    noneHint: 'Первую создаёт администратор через API.',
    nothingFits: 'Компаний с таким названием нет.',
    howToMake: 'Как создать компанию',
    change: 'Сменить компанию',
  },
  account: {
    open: 'Настройки и учётная запись',
    signedInAs: 'Вы вошли как',
    roles: { viewer: 'наблюдатель', editor: 'редактор', admin: 'администратор' },
    everything: 'вся установка',
    signOut: 'Выйти',
    scheme: 'Цвета',
    schemes: { auto: 'Как в системе', light: 'Светлые', dark: 'Тёмные' },
    zone: 'Время',
    zones: { company: 'Пояс компании', mine: 'Мой пояс', utc: 'UTC' },
    language: 'Язык',
  },
  find: {
    open: 'Найти контент',
    title: 'Найти контент по названию',
    hint: 'Введите часть названия или начало публичного идентификатора.',
    nothing: 'Ничего не найдено.',
    close: 'Закрыть',
  },
  contents: {
    title: 'Контент',
    search: 'Поиск по названию или идентификатору',
    state: 'Состояние',
    states: { any: 'Любое состояние', late: 'С опозданием', paused: 'На паузе', failed_video: 'Ошибка видео' },
    active: 'Активность',
    actives: { any: 'Активные и нет', true: 'Активные', false: 'Неактивные' },
    project: 'Проект',
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
    howToMake: 'Как создать контент',
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
} satisfies Texts;
