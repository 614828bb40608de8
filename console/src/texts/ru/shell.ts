import type { Texts } from '../en';

/** What stands around every page. */
export const shell = {
  product: 'Ротация видео',
  skipToContent: 'К содержимому',
  loading: 'Загрузка',
  tryAgain: 'Повторить',
  navigation: {
    main: 'Страницы',
    today: 'Сегодня',
    contents: 'Контент',
    apiDocs: 'Документация API',
    companies: 'Компании',
  },
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
    noneHint: 'Первую создаёт администратор всей установки.',
    nothingFits: 'Компаний с таким названием нет.',
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
    zones: { company: 'Пояс компании', schedule: 'Пояс расписания', mine: 'Мой пояс', utc: 'UTC' },
    language: 'Язык',
  },
  find: {
    open: 'Найти контент',
    title: 'Найти контент по названию',
    hint: 'Введите часть названия или начало публичного идентификатора.',
    nothing: 'Ничего не найдено.',
    close: 'Закрыть',
  },
} satisfies Partial<Texts>;
