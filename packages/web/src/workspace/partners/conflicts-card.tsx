import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { apiKey, problemSentence, useApi, useApiMutation, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Card } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { AccountPicker } from '../deals/kit/pickers.tsx';
import { FormDrawer } from './kit/form-drawer.tsx';
import { Nothing } from './kit/record-page.tsx';

type Conflicts = Result<'partners.conflicts'>;
type ConflictAct = 'partners.setCompetingProducts' | 'partners.openConflict' | 'partners.closeConflict';

/** Each act answers the conflicts as they then are, which are shown at once. */
function useConflictAct<Id extends ConflictAct>(id: Id, partnerId: string) {
  return useApiMutation(id, {
    invalidates: ['partners.get'],
    onDone: (result, _input, client) => client.setQueryData<Conflicts>(apiKey('partners.conflicts', { params: { id: partnerId } }), result as Conflicts),
  });
}

/** Where the partner stands against us. Matching reads this, so it says who may change it and why it is there. */
export function ConflictsCard({ partnerId, mayWrite }: { partnerId: string; mayWrite: boolean }) {
  const conflicts = useApi('partners.conflicts', { params: { id: partnerId } });
  const close = useConflictAct('partners.closeConflict', partnerId);
  const [open, setOpen] = useState<'account' | 'products'>();
  const data = conflicts.data;
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
  return (
    <Card
      title={t('partners.conflicts')}
      flush
      actions={
        mayWrite && (
          <Button size="compact" onPress={() => setOpen('account')}>
            {t('partners.conflict.add')}
          </Button>
        )
      }
    >
      {conflicts.error !== null && <ErrorState compact error={conflicts.error} onRetry={() => void conflicts.refetch()} />}
      {conflicts.isPending && <SkeletonRows rows={2} height={40} what={t('partners.conflicts')} />}
      {data && (
        <>
          {data.accounts.length === 0 && <Nothing>{t('partners.conflicts.none')}</Nothing>}
          <ul>
            {data.accounts.map((conflict) => (
              <li key={conflict.id} className="flex min-h-11 items-start gap-3 border-b border-line px-4 py-2">
                <span className="min-w-0 flex-1">
                  <Link to="/accounts/$accountId" params={{ accountId: conflict.accountId }} className="link font-medium">
                    <bdi>{conflict.accountName}</bdi>
                  </Link>
                  <span className="block">
                    <bdi>{conflict.reason}</bdi>
                  </span>
                  <span className="block text-12 text-muted">
                    <bdi>{conflict.openedBy}</bdi> · <RelativeTime at={conflict.openedAt} />
                  </span>
                </span>
                {mayWrite && (
                  <Button
                    size="compact"
                    isDisabled={close.isPending}
                    onPress={() =>
                      close.mutate(
                        { params: { id: partnerId, childId: conflict.id } },
                        { onError: complain, onSuccess: () => toast(t('partners.conflict.closed', { account: conflict.accountName })) },
                      )
                    }
                  >
                    {t('partners.conflict.close')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <div className="flex items-start gap-3 px-4 py-2">
            <p className="min-w-0 flex-1">
              <span className="block text-12 text-muted">{t('partners.competes')}</span>
              <bdi>
                {data.competingProducts.length === 0
                  ? t('work.none')
                  : new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' }).format(
                      data.competingProducts.map((entry) => entry.productName),
                    )}
              </bdi>
            </p>
            {mayWrite && (
              <Button size="compact" onPress={() => setOpen('products')}>
                {t('partners.competes.change')}
              </Button>
            )}
          </div>
          {open === 'account' && <OpenConflict partnerId={partnerId} onClose={() => setOpen(undefined)} />}
          {open === 'products' && <Competes partnerId={partnerId} chosen={data.competingProducts} onClose={() => setOpen(undefined)} />}
        </>
      )}
    </Card>
  );
}

function OpenConflict({ partnerId, onClose }: { partnerId: string; onClose: () => void }) {
  const [accountId, setAccount] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const add = useConflictAct('partners.openConflict', partnerId);
  function submit() {
    if (accountId === null || reason.trim() === '') return;
    add.mutate({ params: { id: partnerId }, body: { accountId, reason: reason.trim() } }, { onSuccess: onClose });
  }
  return (
    <FormDrawer
      look="modal"
      title={t('partners.conflict.add')}
      verb={t('partners.conflict.add')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending}
      error={add.error}
    >
      <p className="text-muted">{t('partners.conflict.note')}</p>
      <AccountPicker label={t('work.account')} value={accountId} onChange={setAccount} isRequired />
      <TextField label={t('partners.conflict.reason')} value={reason} onChange={setReason} rows={3} maxLength={500} isRequired />
    </FormDrawer>
  );
}

function Competes({ partnerId, chosen, onClose }: { partnerId: string; chosen: Conflicts['competingProducts']; onClose: () => void }) {
  const products = useApi('products.list', {}, { staleTime: 5 * 60_000 });
  const [ids, setIds] = useState<readonly string[]>(() => chosen.map((entry) => entry.productId));
  const set = useConflictAct('partners.setCompetingProducts', partnerId);
  return (
    <FormDrawer
      look="modal"
      title={t('partners.competes')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={() => set.mutate({ params: { id: partnerId }, body: { productIds: [...ids] } }, { onSuccess: onClose })}
      isPending={set.isPending}
      error={set.error}
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-12 font-medium">{t('partners.competes.which')}</legend>
        {(products.data?.items ?? []).map((product) => (
          <Checkbox
            key={product.id}
            isSelected={ids.includes(product.id)}
            onChange={(on) => setIds(on ? [...ids, product.id] : ids.filter((id) => id !== product.id))}
          >
            {product.name}
          </Checkbox>
        ))}
      </fieldset>
    </FormDrawer>
  );
}
