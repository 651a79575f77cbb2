import { useState } from 'react';
import { Plus } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import type { PartnerType } from '@entente/kernel';
import { problemSentence, useApiMutation, useApiPages, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { DateField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../partners/kit/pickers.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';

type Tie = Result<'partnerTies.list'>['items'][number];
type Owner = { id: string; name: string; types: readonly PartnerType[] };

/** Whom the partner buys through, and who buys through it. An ended tie stays to be read. */
export function PartnerTiesCard({ partner }: { partner: Owner }) {
  const ties = useApiPages('partnerTies.list', { query: { partnerId: partner.id, limit: 50 } });
  const mayWrite = useCan('distribution:write');
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Tie>();
  const end = useApiMutation('partnerTies.end', { invalidates: ['partnerTies.list'] });
  const other = (tie: Tie) =>
    tie.distributorId === partner.id ? { id: tie.resellerId, name: tie.resellerName } : { id: tie.distributorId, name: tie.distributorName };
  return (
    <Card
      title={t('distribution.ties')}
      flush
      actions={
        mayWrite && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setAdding(true)}>
            {t('distribution.tie.add')}
          </Button>
        )
      }
    >
      {ties.error !== null && ties.rows.length === 0 ? (
        <ErrorState compact error={ties.error} onRetry={ties.refetch} />
      ) : ties.isLoading ? (
        <SkeletonRows rows={2} height={48} what={t('distribution.ties')} />
      ) : ties.rows.length === 0 ? (
        <Nothing>{t('distribution.ties.none')}</Nothing>
      ) : (
        <ul>
          {ties.rows.map((tie) => (
            <li key={tie.id} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
              <span className="min-w-40 flex-1">
                <Link to="/partners/$partnerId" params={{ partnerId: other(tie).id }} className="font-medium hover:underline">
                  <bdi>{other(tie).name}</bdi>
                </Link>
                <span className="block text-12 text-muted">
                  {t(tie.distributorId === partner.id ? 'distribution.tie.buysHere' : 'distribution.tie.buysThere')}
                </span>
              </span>
              {tie.until === null ? tie.mayAct && <Badge tone="accent">{t('distribution.tie.mayAct')}</Badge> : <Badge>{t('distribution.tie.ended')}</Badge>}
              <span className="text-12 text-muted">
                <DateText date={tie.since} />
                {tie.until !== null && (
                  <>
                    {' – '}
                    <DateText date={tie.until} />
                  </>
                )}
              </span>
              {mayWrite && tie.until === null && (
                <Button size="compact" kind="danger" onPress={() => setEnding(tie)}>
                  {t('distribution.tie.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ties.hasMore && (
        <p className="p-3 text-center">
          <Button size="compact" isPending={ties.isLoadingMore} onPress={ties.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
      {adding && <AddTie partner={partner} onClose={() => setAdding(false)} />}
      <ConfirmDialog
        title={t('distribution.tie.end')}
        body={<p>{t('distribution.tie.end.note', { reseller: ending?.resellerName ?? '', distributor: ending?.distributorName ?? '' })}</p>}
        verb={t('distribution.tie.end')}
        danger
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={() => {
          if (ending)
            end.mutate(
              { params: { id: ending.id } },
              {
                onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
                onSuccess: () => toast(t('distribution.tie.ended.done')),
              },
            );
        }}
      />
    </Card>
  );
}

function AddTie({ partner, onClose }: { partner: Owner; onClose: () => void }) {
  const [side, setSide] = useState<'distributor' | 'reseller'>(partner.types.includes('distributor') ? 'distributor' : 'reseller');
  const [otherId, setOther] = useState<string | null>(null);
  const [mayAct, setMayAct] = useState(true);
  const [since, setSince] = useState('');
  const add = useApiMutation('partnerTies.add', { invalidates: ['partnerTies.list'] });
  return (
    <FormDrawer
      look="modal"
      title={t('distribution.tie.add')}
      verb={t('distribution.tie.add')}
      isOpen
      onClose={onClose}
      isPending={add.isPending}
      error={add.error}
      onSubmit={() => {
        if (otherId === null) return;
        const sides = side === 'distributor' ? { distributorId: partner.id, resellerId: otherId } : { distributorId: otherId, resellerId: partner.id };
        add.mutate(
          { body: { ...sides, mayAct, since: since === '' ? null : since } },
          {
            onSuccess: (tie) => {
              toast(t('distribution.tie.added', { reseller: tie.resellerName, distributor: tie.distributorName }));
              onClose();
            },
          },
        );
      }}
    >
      <RadioGroup
        label={t('distribution.tie.side', { partner: partner.name })}
        value={side}
        onChange={setSide}
        options={[
          { id: 'distributor', label: t('distribution.tie.distributor') },
          { id: 'reseller', label: t('distribution.tie.reseller') },
        ]}
      />
      <PartnerPicker
        label={t(side === 'distributor' ? 'distribution.tie.reseller' : 'distribution.tie.distributor')}
        value={otherId}
        onChange={setOther}
        isRequired
      />
      <DateField label={t('distribution.tie.since')} description={t('distribution.tie.since.note')} value={since} onChange={setSince} />
      <Switch isSelected={mayAct} onChange={setMayAct}>
        {t('distribution.tie.mayAct.long')}
      </Switch>
    </FormDrawer>
  );
}
