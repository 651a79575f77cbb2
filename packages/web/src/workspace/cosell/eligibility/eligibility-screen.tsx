import { useState } from 'react';
import { Check, Circle, ListChecks, Pencil } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { formatMoney, formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { systemLabel } from '../../connections/words.ts';
import { CosellLinks } from '../cosell-links.tsx';
import { EditRequirement } from './edit-requirement.tsx';
import { byCloud, isMet, type Program, type Requirement } from './requirements.ts';

/** What each cloud asks of those who co-sell with it, and where we stand. */
export function EligibilityScreen() {
  const query = useApi('eligibility.list');
  return (
    <>
      <CosellLinks />
      <PageHeader title={t('cosell.eligibility')} />
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonRows rows={10} widths={[45, 20, 12]} what={t('cosell.eligibility')} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : query.data.items.length === 0 ? (
        <EmptyState icon={<ListChecks size={18} aria-hidden />} title={t('cosell.eligibility.none')} />
      ) : (
        <Clouds items={query.data.items} onReload={() => void query.refetch()} />
      )}
    </>
  );
}

function Clouds({ items, onReload }: { items: readonly Requirement[]; onReload: () => void }) {
  const mayEdit = useCan('connections:write');
  const [editing, setEditing] = useState<string | null>(null);
  const open = items.find((item) => item.id === editing);
  return (
    <PageBody>
      <div className="mx-auto flex max-w-240 flex-col gap-6">
        <p className="text-muted">{t(mayEdit ? 'cosell.eligibility.note' : 'cosell.eligibility.notWriter')}</p>
        {byCloud(items).map((cloud) => (
          <section key={cloud.cloud} aria-label={systemLabel(cloud.cloud)} className="flex flex-col gap-3">
            <h2 className="text-15 font-semibold">{systemLabel(cloud.cloud)}</h2>
            {cloud.programs.map((program) => (
              <ProgramCard key={program.name} program={program} onEdit={mayEdit ? setEditing : undefined} />
            ))}
          </section>
        ))}
      </div>
      {open !== undefined && <EditRequirement key={open.id} item={open} onClose={() => setEditing(null)} onReload={onReload} />}
    </PageBody>
  );
}

function ProgramCard({ program, onEdit }: { program: Program; onEdit: ((id: string) => void) | undefined }) {
  const met = program.items.filter(isMet).length;
  const all = met === program.items.length;
  return (
    <Card title={program.name} flush actions={<Badge tone={all ? 'ok' : 'neutral'}>{t('cosell.eligibility.met', { met, total: program.items.length })}</Badge>}>
      <ul>
        {program.items.map((item) => (
          <li key={item.id} className="flex items-start gap-3 border-b border-line px-4 py-2.5 last:border-b-0">
            <span className="mt-0.5 shrink-0">
              {isMet(item) ? <Check size={15} className="text-ok" aria-hidden /> : <Circle size={15} className="text-muted" aria-hidden />}
              <span className="sr-only">{t(isMet(item) ? 'cosell.plan.met' : 'cosell.plan.unmet')}</span>
            </span>
            <div className="grid min-w-0 flex-1 gap-x-6 gap-y-1 md:grid-cols-[minmax(0,1fr)_11rem_8rem]">
              <span className="min-w-0">
                <bdi className="font-medium">{item.requirement}</bdi>
                {item.note !== null && <bdi className="block text-12 wrap-anywhere text-muted">{item.note}</bdi>}
              </span>
              <span className="min-w-0">
                <Standing item={item} />
              </span>
              <span className="text-12 text-muted">
                {item.earnedOn !== null ? (
                  <>
                    {t('cosell.eligibility.earned')} <DateText date={item.earnedOn} />
                  </>
                ) : (
                  isMet(item) && t('cosell.eligibility.noDate')
                )}
              </span>
            </div>
            {onEdit && (
              <IconButton size="compact" label={t('cosell.eligibility.edit', { requirement: item.requirement })} onPress={() => onEdit(item.id)}>
                <Pencil size={13} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const figure = (item: Requirement, value: number): string =>
  item.unit === 'money' ? formatMoney({ amountMinor: Math.round(value * 100), currency: 'USD' }) : formatNumber(value);

function Standing({ item }: { item: Requirement }) {
  const share = item.required <= 0 ? 100 : Math.min(100, (item.current / item.required) * 100);
  return (
    <span className="flex flex-col gap-1">
      <span className="text-12">
        {item.unit === 'yes_no' ? (
          t(isMet(item) ? 'views.yes' : 'cosell.eligibility.notYet')
        ) : (
          <bdi className="num">{t('ui.progress.of', { done: figure(item, item.current), total: figure(item, item.required) })}</bdi>
        )}
        {item.counted && <span className="ms-2 text-muted">{t('cosell.eligibility.counted')}</span>}
      </span>
      {item.unit !== 'yes_no' && (
        <span aria-hidden className="block h-1.5 overflow-hidden rounded-full bg-hover">
          <span className={isMet(item) ? 'block h-full rounded-full bg-ok' : 'block h-full rounded-full bg-accent'} style={{ width: `${share}%` }} />
        </span>
      )}
    </span>
  );
}
