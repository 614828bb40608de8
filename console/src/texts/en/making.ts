/** Forms in which companies and contents are made. */
export const making = {
  making: {
    newCompany: 'New company',
    companyName: 'Name',
    companyZone: 'Time zone',
    companyZoneHint: 'Schedules keep to it unless they name another one.',
    makeCompany: 'Make the company',
    companyTakes: 'It takes an admin of the whole installation.',
    newContent: 'New content',
    contentTitle: 'Title',
    contentTitleHint: 'What people call the poster or portrait.',
    project: 'Project',
    noProject: 'None',
    isActive: 'Active: viewers are shown its videos',
    expires: 'Expires',
    expiresHint: (zone: string) => `Shows nothing from then on. Empty: never. By the clocks of ${zone}.`,
    makeContent: 'Make the content',
    madeContent: (title: string) => `“${title}” was made.`,
  },
};
