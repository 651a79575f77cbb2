import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Deal } from './use-room.ts';

export const evidenceKinds = ['intro', 'meeting', 'registration', 'certification', 'past_win', 'match', 'other'] as const;

/** What a role rests on, since when, and who put it there. Kinds that were brought in from elsewhere are shown as they came. */
export function evidenceWords({ evidence, addedBy }: Deal['participants'][number]): string {
  if (evidence === null) return '';
  const known = evidenceKinds.find((kind) => kind === evidence.kind);
  const kind = known === undefined ? evidence.kind.replaceAll('_', ' ') : t(`deals.evidence.${known}`);
  const day = formatDate(evidence.at.slice(0, 10));
  return evidence.note === null || evidence.note === ''
    ? t('deals.evidence.words', { kind, day, by: addedBy })
    : t('deals.evidence.wordsWithNote', { kind, day, by: addedBy, note: evidence.note });
}
