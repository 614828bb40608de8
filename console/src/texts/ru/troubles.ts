import type { Problem, Video } from 'ar-video-rotation-client';
import type { Texts } from '../en';

const problems: Record<Problem['code'], string> = {
  malformed_request: 'Запрос записан неверно.',
  validation_failed: 'Данные указаны неверно.',
  unauthorized: 'Вход не выполнен или закончился.',
  sign_in_refused: 'Ключ или ссылка не подходит: они неизвестны, уже использованы или устарели.',
  forbidden: 'Для этого нужна другая роль.',
  foreign_origin: 'Запрос пришёл с чужой страницы.',
  not_found: 'Такого нет.',
  nothing_to_show: 'Показывать нечего.',
  gone: 'Этого больше нет.',
  method_not_allowed: 'Этот адрес такого не принимает.',
  conflict: 'Сейчас это невозможно.',
  warning_added: 'Это добавило бы предупреждение.',
  no_candidate_video: 'Нет видео, которое можно показать.',
  video_not_ready: 'Видео ещё не готово к показу.',
  precondition_failed: 'Тем временем это изменил кто-то другой.',
  payload_too_large: 'Слишком много данных.',
  quota_exceeded: 'Превышена квота компании.',
  unsupported_media_type: 'Данные такого вида не принимаются.',
  range_not_satisfiable: 'Такой части в файле нет.',
  expectation_failed: 'Ожидание запроса не выполнить.',
  headers_too_large: 'Заголовки запроса слишком велики.',
  request_timeout: 'Запрос шёл слишком долго. Попробуйте ещё раз.',
  too_many_attempts: 'Слишком много попыток. Немного подождите.',
  not_implemented: 'Служба этого не умеет.',
  idempotency_key_reused: 'Под этим ключом уже отправлено другое.',
  upload_locked: 'Предыдущий запрос об этой загрузке ещё не окончен.',
  database_unavailable: 'База данных недоступна. Попробуйте ещё раз немного позже.',
  busy: 'Служба занята. Попробуйте ещё раз немного позже.',
  storage_full: 'В хранилище нет места.',
  storage_unavailable: 'Хранилище недоступно. Попробуйте ещё раз немного позже.',
  temporal_unavailable: 'Temporal недоступен. Попробуйте ещё раз немного позже.',
  upgrade_under_way: 'Служба обновляется. Попробуйте ещё раз немного позже.',
  outdated_process: 'Эта часть службы устарела: её заменяют.',
  internal_error: 'Внутренняя ошибка службы.',
};

const failures: Record<NonNullable<Video['failure_code']>, string> = {
  wrong_type: 'Это видео не того вида.',
  broken: 'Файл повреждён или изменён.',
  gave_up: 'Обработать его не удалось и после многих попыток.',
};

export const troubles = {
  troubles: {
    problems,
    failures,
    moreExactly: (words, said) => `${words} (${said})`,
    unreachable: 'Служба недоступна.',
  },
} satisfies Partial<Texts>;
