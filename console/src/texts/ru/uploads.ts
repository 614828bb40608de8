import type { Texts } from '../en';
import { counted } from './count';

/** Files on their way to become videos. */
export const uploads = {
  uploads: {
    title: 'Загрузки',
    files: (count) => counted(count, ['файл', 'файла', 'файлов']),
    underWay: (files, share) => `${files} отправляется, ${share}`,
    clear: 'Убрать завершённые',
    fold: 'Свернуть',
    unfold: 'Развернуть',
    progress: (file) => `Сколько отправлено: ${file}`,
    left: (duration) => `осталось ${duration}`,
    statuses: {
      queued: 'Ждёт своей очереди',
      processing: 'Отправлено',
      ready: 'Готово',
      failed: 'Видео не получилось.',
    },
    paused: (share) => `Пауза: ${share}`,
    waiting: (share) => `Нет связи: ${share}. Продолжится само.`,
    unfinished: (share) => `Выберите тот же файл, чтобы продолжить с ${share}`,
    faults: {
      no_video: 'Это не видео.',
      empty: 'Файл пуст.',
      unreadable: 'Файл не читается. Его изменили, переместили или удалили? Выберите его ещё раз.',
    },
    pause: 'Пауза',
    goOn: 'Продолжить',
    retry: 'Повторить',
    dismiss: 'Убрать',
    cancel: 'Прекратить',
    cancelTitle: (file) => `Прекратить загрузку ${file}?`,
    cancelHint: 'То, что уже отправлено, будет удалено, и отправлять придётся заново.',
    cancelIt: 'Прекратить загрузку',
    chooseAgain: 'Выбрать файл',
    anotherFile: (file) => `Это не тот файл ${file}, отправка которого началась.`,
    told: {
      ready: (title) => `Видео «${title}» готово к показу.`,
      failed: (title) => `Видео «${title}» показать нельзя.`,
    },
    add: 'Добавить видео',
    drop: 'или перетащите файлы сюда',
    dropNow: 'Отпустите файлы, чтобы загрузить их',
    kinds: 'MP4, MOV, WebM или Matroska. Отправка продолжается на других страницах и после обрыва связи.',
  },
} satisfies Partial<Texts>;
