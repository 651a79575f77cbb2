import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useApiMutation } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';
import type { Definition } from './definition.ts';
import { ProblemList } from './step-card.tsx';

const spans = ['30', '90', '180', '365'] as const;

/** Asks the past before the future: which deals this play, as it stands in the editor, would have fired on. */
export function DryRun({ draft }: { draft: Definition }) {
  const [days, setDays] = useState<(typeof spans)[number]>('90');
  const dryRun = useApiMutation('plays.dryRun');
  const result = dryRun.data;
  return (
    <Card title={t('plays.dryRun')}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('plays.dryRun.note')}</p>
        <div className="flex flex-wrap items-end gap-3">
          <Select
            label={t('plays.dryRun.span')}
            value={days}
            onChange={setDays}
            options={spans.map((id) => ({ id, label: t('plays.dryRun.days', { n: Number(id) }) }))}
            className="w-44"
          />
          <Button isPending={dryRun.isPending} onPress={() => dryRun.mutate({ body: { definition: { ...draft }, days: Number(days) } })}>
            {t('plays.dryRun.start')}
          </Button>
        </div>
        <RefusalNote error={dryRun.error} />
        <output className="font-medium">
          {result !== undefined &&
            result.problems.length === 0 &&
            t('plays.dryRun.result', { fired: result.fired, considered: formatNumber(result.considered) })}
        </output>
        {result !== undefined && <ProblemList problems={result.problems} />}
        {result !== undefined && result.deals.length > 0 && (
          <ul className="max-h-96 overflow-auto rounded-popover border border-line" aria-label={t('plays.dryRun.deals')}>
            {result.deals.map((deal) => (
              <li key={`${deal.dealId}${deal.at}`} className="flex flex-wrap items-center gap-x-3 border-b border-line px-3 py-2 last:border-b-0">
                <span className="min-w-40 flex-1">
                  <Link to="/deals/$dealId" params={{ dealId: deal.dealId }} className="link font-medium">
                    <bdi>{deal.name}</bdi>
                  </Link>
                  <span className="block text-12 text-muted">
                    <bdi>{deal.why}</bdi>
                  </span>
                </span>
                <span className="text-12 text-muted">
                  <InstantText at={deal.at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
