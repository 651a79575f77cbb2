import { t } from '../../../../lib/i18n/i18n.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Card } from '../../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { ExactMoney } from '../../../disbursements/exact-money.tsx';
import { LinesTable } from '../lines-table.tsx';
import { Refusals } from '../refusals.tsx';
import type { Preview } from '../words.ts';
import type { Cure } from './draft.ts';

const rows = ['list', 'discount', 'net', 'margin', 'ours'] as const;

/** What the request comes to while it is written: price, shares of the parts, whose approval it needs, and what does not go together. */
export function PreviewPanel({
  preview,
  error,
  isReady,
  isOld,
  nameOf,
  bundleName,
  cures,
  onCure,
  onRetry,
}: {
  preview: Preview | undefined;
  error: unknown;
  isReady: boolean;
  isOld: boolean;
  nameOf: (id: string) => string;
  bundleName: (id: string) => string;
  cures: (refusal: Preview['priced']['check']['refusals'][number]) => readonly Cure[];
  onCure: (cure: Cure) => void;
  onRetry: () => void;
}) {
  if (!isReady)
    return (
      <Card title={t('quotes.preview')}>
        <p className="text-muted">{t('quotes.preview.empty')}</p>
      </Card>
    );
  if (error !== null && error !== undefined)
    return (
      <Card title={t('quotes.preview')}>
        <ErrorState compact error={error} onRetry={onRetry} />
      </Card>
    );
  if (preview === undefined)
    return (
      <Card title={t('quotes.preview')} flush>
        <SkeletonRows rows={6} what={t('quotes.preview')} />
      </Card>
    );
  const { priced, approvals } = preview;
  const cureWords = (cure: Cure): string =>
    cure.kind === 'removeBundle'
      ? t('pricing.takeOut', { name: bundleName(cure.bundleId) })
      : t(cure.kind === 'add' ? 'quotes.cure.add' : 'pricing.takeOut', { name: nameOf(cure.productId) });
  const amounts = { list: priced.listMinor, discount: priced.discountMinor, net: priced.netMinor, margin: priced.marginMinor, ours: priced.oursMinor };
  return (
    <>
      <Refusals
        refusals={priced.check.refusals}
        nameOf={nameOf}
        cure={(refusal) => (
          <p className="flex flex-wrap gap-2">
            {cures(refusal).map((cure) => (
              <Button key={JSON.stringify(cure)} size="compact" onPress={() => onCure(cure)}>
                {cureWords(cure)}
              </Button>
            ))}
          </p>
        )}
      />
      <Card title={t('quotes.preview')} note={t(isOld ? 'quotes.preview.pricing' : 'quotes.preview.saved')} flush>
        <dl className="flex flex-wrap gap-x-8 gap-y-2 border-b border-line px-4 py-3">
          {rows.map((row) => (
            <div key={row}>
              <dt className="text-12 text-muted">{t(`quotes.${row}`)}</dt>
              <dd className={row === 'net' ? 'text-15 font-semibold' : 'font-medium'}>
                <ExactMoney value={{ amountMinor: amounts[row], currency: priced.currency }} />
                {row === 'margin' && priced.marginMinor !== 0 && (
                  <span className="ms-1.5 text-12 font-normal text-muted">{t('quotes.ofNet', { percent: priced.marginPercent })}</span>
                )}
                {row === 'discount' && priced.discountMinor !== 0 && (
                  <span className="ms-1.5 text-12 font-normal text-muted">{t('quotes.ofList', { percent: priced.discountPercent })}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
        <LinesTable priced={priced} />
      </Card>
      <Card title={t('quotes.approvals')}>
        {approvals.length === 0 ? (
          <p className="text-muted">{t('quotes.approvals.none')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {approvals.map((approval) => (
              <li key={approval.ruleId}>
                <p className="flex flex-wrap items-center gap-2">
                  <bdi className="font-medium">{approval.ruleName}</bdi>
                  <Badge tone="warn">{t(`people.role.${approval.approverRole}`)}</Badge>
                </p>
                <p className="text-12 text-muted">
                  <bdi>{approval.reason}</bdi>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
