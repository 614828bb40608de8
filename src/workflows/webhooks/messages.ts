import { defineQuery, defineSignal } from '@temporalio/workflow';

export interface WebhookWorkflowInput {
  webhookId: number;
  /** What a run hands to the run that continues it. */
  carried?: { strikes: number; hasAttributes: boolean };
}

/** What the workflow of an endpoint shows of itself. */
export interface WebhookStatus {
  step: 'sending' | 'waiting' | 'failing' | 'gone';
  /** In words. */
  words: string;
}

/** Something is to be delivered. It carries nothing: the rows say what. */
export const webhookChangedSignal = defineSignal('webhookChanged');

export const webhookStatusQuery = defineQuery<WebhookStatus>('status');
