import type { Texts } from '../en';

/** Forms in which companies and contents are made. */
export const making = {
  making: {
    newCompany: 'Новая компания',
    companyName: 'Название',
    companyZone: 'Часовой пояс',
    companyZoneHint: 'По нему идут расписания, если в них не указан другой.',
    makeCompany: 'Создать компанию',
    companyTakes: 'Это может администратор всей установки.',
    newContent: 'Новый контент',
    contentTitle: 'Название',
    contentTitleHint: 'Как называют этот плакат или портрет.',
    project: 'Проект',
    noProject: 'Без проекта',
    isActive: 'Активен: зрителям показываются его видео',
    expires: 'Срок истекает',
    expiresHint: (zone) => `С этого момента ничего не показывает. Пусто: бессрочно. По часам пояса ${zone}.`,
    makeContent: 'Создать контент',
    madeContent: (title) => `«${title}»: создано.`,
  },
} satisfies Partial<Texts>;
