import type { Database } from '../../platform/db/database.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { Secrets } from '../../platform/secrets.ts';

export type WebhookDeps = {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly outbound: Outbound;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
  /** From 0 to 1: spreads tries over time. */
  readonly chance?: () => number;
  /** For how long an answer is waited for. */
  readonly timeoutMs?: number;
};

/** The record sealed text belongs to. */
export const boundTo = (tenantId: string, id: string, what: 'url' | 'secret'): string => `webhook_endpoint ${tenantId} ${id} ${what}`;
