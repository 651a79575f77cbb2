import { Download } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { callApi, useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useSaving } from '../kit/save-file.ts';
import type { Run } from './words.ts';

const released: readonly Run['state'][] = ['released', 'sent', 'settled'];

/** One file for each currency, for the bank. Asked again it is the same, so that nothing is paid by two files. */
export function RunFiles({ run }: { run: Run }) {
  const client = useQueryClient();
  const mayRelease = useCan('payouts:release');
  const files = useApi('payoutRuns.files', { params: { id: run.id } });
  const { saving, save } = useSaving();
  if (!released.includes(run.state))
    return (
      <PageBody>
        <EmptyState title={t('payouts.files.notYet')} detail={t('payouts.files.notYet.detail')} />
      </PageBody>
    );
  if (files.error !== null && files.data === undefined) return <ErrorState error={files.error} onRetry={() => void files.refetch()} />;
  if (files.data === undefined)
    return (
      <PageBody>
        <Card flush>
          <SkeletonRows rows={3} what={t('payouts.run.tab.files')} />
        </Card>
      </PageBody>
    );
  async function get(currency: string) {
    const given = await save(() => callApi('payoutRuns.file', { params: { id: run.id }, body: { currency } }));
    if (!given) return;
    toast(t('payouts.files.done', { currency }));
    void client.invalidateQueries({ queryKey: ['payoutRuns.files'] });
  }
  const made = new Map(files.data.items.map((file) => [file.currency, file]));
  const sums = [
    ...run.totals,
    ...files.data.items.filter((file) => run.totals.every((sum) => sum.currency !== file.currency)).map((file) => ({ ...file, count: file.payouts })),
  ];
  return (
    <PageBody label={t('payouts.run.tab.files')}>
      <div className="flex flex-col gap-4">
        <p className="max-w-180 text-muted">{t('payouts.files.note')}</p>
        {!mayRelease && <p className="text-12 text-muted">{t('payouts.mayNotRelease')}</p>}
        {sums.map((sum) => {
          const file = made.get(sum.currency);
          return (
            <Card
              key={sum.currency}
              title={t('payouts.files.of', { currency: sum.currency })}
              actions={
                <Button
                  size="compact"
                  icon={<Download size={14} aria-hidden />}
                  isPending={saving}
                  isDisabled={!mayRelease || run.progress.doing !== null}
                  onPress={() => void get(sum.currency)}
                >
                  {t('payouts.files.get')}
                </Button>
              }
            >
              <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
                <div>
                  <dt className="text-12 text-muted">{t('payouts.amount')}</dt>
                  <dd className="font-medium">
                    <ExactMoney value={file ?? sum} />
                  </dd>
                </div>
                <div>
                  <dt className="text-12 text-muted">{t('payouts.payouts')}</dt>
                  <dd>
                    <Num value={file?.payouts ?? sum.count} />
                  </dd>
                </div>
                {file ? (
                  <>
                    <div className="sm:col-span-2">
                      <dt className="text-12 text-muted">{t('payouts.files.made')}</dt>
                      <dd>
                        <bdi>{file.madeBy}</bdi> · <InstantText at={file.madeAt} />
                      </dd>
                    </div>
                    <div className="min-w-0">
                      <dt className="sr-only">{t('payouts.files.messageId')}</dt>
                      <dd>
                        <CopyField label={t('payouts.files.messageId')} value={file.messageId} />
                      </dd>
                    </div>
                    <div className="min-w-0">
                      <dt className="sr-only">{t('payouts.files.sha')}</dt>
                      <dd>
                        <CopyField label={t('payouts.files.sha')} value={file.sha256} />
                      </dd>
                    </div>
                  </>
                ) : (
                  <div className="sm:col-span-2">
                    <dt className="sr-only">{t('payouts.state')}</dt>
                    <dd className="text-muted">{t('payouts.files.none')}</dd>
                  </div>
                )}
              </dl>
            </Card>
          );
        })}
      </div>
    </PageBody>
  );
}
