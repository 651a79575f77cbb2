import { isStale, type OperationId, problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { toast } from '../../../ui/toast.tsx';
import { payoutReads } from './words.ts';

/** A verb on payouts: all that it may have moved is read again, also when it is refused since somebody else was faster. */
export function usePayoutAct<Id extends OperationId>(id: Id) {
  return useApiMutation(id, { invalidates: payoutReads });
}

export const complain = (error: unknown): void => toast(isStale(error) ? t('payouts.stale') : problemSentence(error, t('work.refused')), { tone: 'bad' });
