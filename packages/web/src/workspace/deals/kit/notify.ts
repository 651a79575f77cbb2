import { isStale, problemSentence } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { toast } from '../../../ui/toast.tsx';

/** For acts without a form: the refusal is said where the eye is. */
export function sayRefusal(error: unknown): void {
  toast(isStale(error) ? t('deals.stale') : problemSentence(error, t('deals.refused')), { tone: 'bad' });
}
