/** Nothing: the service speaks English by itself, and more exactly. */
const ITS_OWN: Readonly<Record<string, string>> = {};

/** Why something was not done. */
export const troubles = {
  troubles: {
    /** By the code of a problem. */
    problems: ITS_OWN,
    /** By why a video could not be processed. */
    failures: ITS_OWN,
    /** With what the service says, which is more exact. */
    moreExactly: (words: string, said: string) => `${words} (${said})`,
    unreachable: 'The service cannot be reached.',
  },
};
