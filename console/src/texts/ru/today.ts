import type { Texts } from '../en';
import { counted, number } from './count';

const CHANGES: [string, string, string] = ['изменение', 'изменения', 'изменений'];
const TIMES: [string, string, string] = ['раз', 'раза', 'раз'];

/** What wants attention today, what comes next, and what was done. */
export const today = {
  today: {
    title: 'Сегодня',
    attention: 'Требует внимания',
    jump: 'Что требует внимания',
    counted: (what, count, isMore) => `${what}: ${number(count)}${isMore ? '+' : ''}`,
    calm: 'Сейчас ничего не требуется',
    calmHint: 'Всё показывается и будет показываться 7 дней; ошибок, опозданий и пауз нет.',
    looking: 'Ищем контент, который погаснет…',
    lookFurther: 'Посмотреть остальной контент',
    showAll: (count) => `Показать все: ${number(count)}`,
    allOfThem: (count) => `Все: ${number(count)}`,
    darkHint: 'Все его видео не готовы, вне своих окон и часов или истекли.',
    darkBecause: { no_video: 'показывать станет нечего', content_expires: 'истекает срок самого контента' },
    darkUntil: 'Снова показывает',
    darkForGood: 'Дальше ничего не предвидится',
    failed: (video, reason) => `${video}: ${reason}`,
    lateHint: 'Наступившая смена ещё не записана. Зрители её всё равно видят.',
    paused: 'На паузе',
    pausedBy: (who) => `поставил(а): ${who}`,
    resumes: 'продолжится',
    you: 'вы',
    yourself: 'Вы',
    switches: 'Ближайшие 24 часа',
    switchesHint: 'Ближайшая смена каждого контента',
    noSwitches: 'За 24 часа смен не будет',
    noSwitchesHint: 'Контент меняется по расписаниям, окнам показа и замещениям.',
    fromTo: (from, to) => `${from} → ${to}`,
    moreSwitches: 'Весь контент по ближайшей смене',
    changes: 'С вашего прошлого визита',
    lastVisit: 'Прошлый визит закончился',
    firstVisit: 'Это ваш первый визит в этом браузере: показано сделанное за 7 дней.',
    changesTakeRole: (role) => `Кто что изменил, видно с ролью: ${role}.`,
    noChanges: 'Никто ничего не менял',
    onlyLatest: (count) => `Их больше; показаны последние ${counted(count, CHANGES)}.`,
    times: (what, count) => `${what} (${counted(count, TIMES)})`,
    service: 'Сервис',
    operator: 'Оператор установки',
    someKey: 'Прежний ключ или человек',
    gone: (id) => `Контент ${id}, которого больше нет`,
  },
  checklist: {
    title: 'От нуля до плаката, который оживает',
    steps: {
      company: 'Создать компанию',
      content: 'Создать контент: плакат или портрет',
      upload: 'Загрузить одно-два видео',
      schedule: 'Задать, когда они сменяются',
      watch: 'Посмотреть, как это видит телефон',
    },
    done: 'Сделано',
    next: 'Дальше',
    later: 'Позже',
    allDone: 'Это всё. Теперь эта страница говорит, что требует внимания.',
    putAway: 'Убрать',
  },
} satisfies Partial<Texts>;
