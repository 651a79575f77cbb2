import { t } from '../../../lib/i18n/i18n.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { Badge } from '../../../ui/badge.tsx';

export type RuleHead = {
  liveNumber: number | null;
  liveFrom: string | null;
  nextNumber: number | null;
  nextFrom: string | null;
  hasDraft: boolean;
  retiredAt: string | null;
};

/** Which version decides, which one waits for its day, and whether somebody is writing on another. */
export function RuleState({ rule }: { rule: RuleHead }) {
  return (
    <>
      {rule.retiredAt !== null && <Badge>{t('rules.retired')}</Badge>}
      {rule.retiredAt === null && rule.liveNumber !== null && (
        <Badge tone="ok">
          {rule.liveFrom === null ? t('rules.version', { n: rule.liveNumber }) : t('rules.liveFrom', { n: rule.liveNumber, day: formatDate(rule.liveFrom) })}
        </Badge>
      )}
      {rule.nextNumber !== null && rule.nextFrom !== null && (
        <Badge tone="accent">{t('rules.nextFrom', { n: rule.nextNumber, day: formatDate(rule.nextFrom) })}</Badge>
      )}
      {rule.retiredAt === null && rule.liveNumber === null && rule.nextNumber === null && <Badge tone="warn">{t('rules.never')}</Badge>}
      {rule.hasDraft && <Badge tone="warn">{t('rules.draft')}</Badge>}
    </>
  );
}
