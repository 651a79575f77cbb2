import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import { payoutReads, type Run, today } from './words.ts';

/**
 * What is let go, to the cent, and the hash of it as the reader saw it when the dialog opened: should the run change meanwhile, or somebody
 * else release it, the server says so and nothing happens twice.
 */
export function ReleaseDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const client = useQueryClient();
  const [seen] = useState({ contentHash: run.contentHash ?? '', totals: run.totals });
  const [payOn, setPayOn] = useState(today());
  const [tried, setTried] = useState(false);
  const release = usePayoutAct('payoutRuns.release');
  const conflict = release.error instanceof ApiProblem && release.error.status === 409;
  function readAgain() {
    for (const operation of payoutReads) void client.invalidateQueries({ queryKey: [operation] });
    onClose();
  }
  function submit() {
    setTried(true);
    if (payOn === '') return;
    release.mutate(
      { params: { id: run.id }, body: { contentHash: seen.contentHash, payOn } },
      {
        onSuccess: () => {
          onClose();
          toast(t('payouts.release.done'));
        },
      },
    );
  }
  return (
    <FormDrawer
      title={t('payouts.release.title', { number: run.number })}
      verb={t('payouts.release')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={release.isPending}
      error={release.error}
    >
      {conflict && (
        <Button className="self-start" onPress={readAgain}>
          {t('payouts.release.again')}
        </Button>
      )}
      <p>{t('payouts.release.ask', { name: run.readyBy ?? run.createdBy })}</p>
      <table className="w-full">
        <caption className="sr-only">{t('payouts.sums')}</caption>
        <thead className="text-12 text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-medium">
              {t('payouts.currency')}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t('payouts.payouts')}
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              {t('payouts.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {seen.totals.map((sum) => (
            <tr key={sum.currency} className="border-t border-line">
              <th scope="row" className="py-1.5 text-start font-normal">
                {sum.currency}
              </th>
              <td className="py-1.5 text-end">
                <Num value={sum.count} />
              </td>
              <td className="py-1.5 text-end font-semibold">
                <ExactMoney value={sum} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <CopyField label={t('payouts.hash')} value={seen.contentHash} />
      <DateField
        label={t('payouts.payOn')}
        description={t('payouts.payOn.note')}
        isRequired
        validationBehavior="aria"
        value={payOn}
        onChange={setPayOn}
        className="w-56"
        error={tried && payOn === '' ? t('payouts.day.missing') : undefined}
      />
    </FormDrawer>
  );
}
