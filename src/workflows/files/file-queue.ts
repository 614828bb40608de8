/** The task queue of the activities that read and write whole files, beside the one of everything else. */
export const fileQueueOf = (taskQueue: string): string => `${taskQueue}-files`;
