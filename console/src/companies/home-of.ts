/** Where the pages of a company begin. They are loaded anew: which storages pictures may come from depends on it. */
export const homeOf = (company: number): string => `/console/c/${company}/today`;
