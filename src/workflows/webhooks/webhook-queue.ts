/** The task queue of deliveries to endpoints, beside the one of everything else: one that hangs takes no slot of a rotation. */
export const webhookQueueOf = (taskQueue: string): string => `${taskQueue}-webhooks`;
