import { notFound } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { FundsPorts } from './ports.ts';

export type FundsDeps = { readonly database: Database; readonly ports: FundsPorts };

/** The company somebody of a partner speaks for. */
export function partnerOf(context: Context): string {
  if (context.actor.audience !== 'partner' || context.actor.partnerId === null) throw notFound('fund');
  return context.actor.partnerId;
}
/** Who counts as one person where two are needed. */
export const personOf = ({ actor }: Context): string => actor.memberId ?? actor.id;
