import type { Database } from '../../platform/db/database.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { Secrets } from '../../platform/secrets.ts';

export type RoomDeps = {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly outbound: Outbound;
  readonly publicUrl: string;
  readonly now: () => Date;
};

/** The record a sealed address belongs to. */
export const boundTo = (tenantId: string, id: string): string => `notification_hook ${tenantId} ${id}`;

/** The host and the last letters: enough to tell rooms apart, too little to write to one. */
export function masked(url: string): string {
  const { host, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  return path.length < 12 ? `${host}/…` : `${host}/…${path.slice(-4)}`;
}
