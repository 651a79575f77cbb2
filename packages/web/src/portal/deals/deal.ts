import type { Result } from '../../lib/api/index.ts';

/** A deal as the partner is shown it. */
export type Deal = Result<'portalDeals.get'>;
