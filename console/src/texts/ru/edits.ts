import type { Texts } from '../en';

/** Changing things, on every page. */
export const edits = {
  edits: {
    cancel: 'Отмена',
    save: 'Сохранить',
    notDone: 'Не выполнено.',
    noAnswer: 'Ответа не было. Отправьте ещё раз без изменений: будет выполнено один раз.',
    noConnection: 'Нет связи',
    outdated: 'Тем временем это изменил кто-то другой.',
    takesRole: (role) => `Нужна роль: ${role}`,
    draft: 'Ещё не сохранено',
    discard: 'Отменить изменения',
    conflict: 'Пока вы вводили, это изменил кто-то другой',
    conflictBy: (who) => `Пока вы вводили, это изменил(а) ${who}`,
    conflictElsewhere: 'Ни одно из этих полей не изменилось.',
    keepMine: 'Продолжить с моим вариантом',
    takeTheirs: 'Взять чужой вариант',
  },
  notices: {
    title: 'Что сделано',
    undo: 'Отменить',
    undone: 'Отменено.',
    notUndone: (why) => `Отменить не удалось: ${why}`,
    close: 'Закрыть это сообщение',
  },
  faults: {
    required: 'обязательное поле',
    unknown_field: 'неизвестное поле',
    read_only: 'нельзя изменить',
    wrong_type: 'неверный тип',
    wrong_format: 'неверная запись',
    not_one_of: 'недопустимое значение',
    too_small: 'слишком мало',
    too_large: 'слишком много',
    too_short: 'слишком коротко',
    too_long: 'слишком длинно',
    not_there: 'не существует',
    out_of_order: 'неверный порядок',
    invalid: 'неверно',
  },
} satisfies Partial<Texts>;
