import type { Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type Act = Result<'deals.get'>['acts'][number];
export type WorkFigures = Pick<Result<'overview.get'>, 'openActs' | 'runs'>;

/** What deals need from those who own acts and runs. */
export type DealsPorts = {
  /** The open acts of one deal, the most urgent first. */
  readonly actsOfDeal: (tx: Tx, context: Context, dealId: string) => Promise<Act[]>;
  /** Why the currency of a deal stays as it is: what was promised or paid in it. Absent: nothing is known of such. */
  readonly settledIn?: (tx: Tx, tenantId: string, dealId: string) => Promise<string | null>;
  /** Which outside system decides the stage of a deal. Absent: none does. */
  readonly stageDecidedBy?: (tx: Tx, tenantId: string, dealId: string) => Promise<string | null>;
  /** Open acts and running plays of the workspace. */
  readonly workFigures: (tx: Tx, context: Context) => Promise<WorkFigures>;
};
