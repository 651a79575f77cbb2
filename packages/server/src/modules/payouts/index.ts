import type { NewEarning } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { PayoutsDeps } from './context.ts';
import { earn, type Earned } from './earn.ts';

/** What partners earned and how it reaches them. */
export function createPayoutsModule(deps: PayoutsDeps) {
  return {
    /** Writes earnings once per key and books them, in the transaction of what caused them. */
    earn: (tx: Tx, context: Context, earnings: readonly NewEarning[]): Promise<Earned> => earn(deps.ports, tx, context, earnings),
  };
}
export type PayoutsModule = ReturnType<typeof createPayoutsModule>;
export type { Earned } from './earn.ts';
export type { PayoutsPorts } from './ports.ts';
export type { Payment, PaymentProvider } from './domain/provider.ts';
