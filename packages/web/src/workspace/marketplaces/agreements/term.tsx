import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import type { Agreement } from '../words.ts';

export function Term({ agreement }: { agreement: Pick<Agreement, 'startsAt' | 'endsAt'> }) {
  const { startsAt, endsAt } = agreement;
  if (startsAt === null && endsAt === null) return <>–</>;
  return (
    <span className="text-muted">
      {startsAt === null ? '–' : <DateText date={startsAt} />} – {endsAt === null ? t('agreements.open') : <DateText date={endsAt} />}
    </span>
  );
}
