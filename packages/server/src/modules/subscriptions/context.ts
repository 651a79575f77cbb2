import type { Database } from '../../platform/db/database.ts';
import type { TakeNumbers } from '../../platform/numbers.ts';
import type { SubscriptionsPorts } from './ports.ts';
import type { SeriesNumbers } from './series.ts';

export type SubscriptionsDeps = {
  readonly database: Database;
  readonly ports: SubscriptionsPorts;
  readonly takeNumbers: TakeNumbers;
  readonly series: SeriesNumbers;
  readonly now: () => Date;
};
