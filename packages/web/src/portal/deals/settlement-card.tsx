import { useApi } from '../../lib/api/index.ts';
import { formatPercent } from '../../lib/i18n/format.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { ExplanationBody } from '../../ui/explanation-body.tsx';
import { RoleGlyph } from '../../ui/role-glyph.tsx';
import { Panel } from '../kit/page.tsx';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

/** How the deal is settled, as far as this partner is told: its own amounts with their arithmetic, everybody else as one sum. */
export function SettlementCard({ deal }: { deal: Deal }) {
  const { data } = useApi('portalSettlement.waterfall', { params: { id: deal.id } });
  // Where nobody has chosen how the deal is settled there is nothing to tell.
  if (!data) return null;
  const { currency, buyerMinor, ownMinor, othersMinor } = data;
  const share = buyerMinor === null || buyerMinor <= 0 ? null : Math.min(1, Math.max(0, ownMinor / buyerMinor));
  return (
    <Panel title={t('portal.settle.title')} note={t(`portal.settle.kind.${data.kind}`)}>
      <p className="mb-3 text-muted">
        <bdi>{data.sentence}</bdi>
      </p>
      {share !== null && (
        <div aria-hidden dir="ltr" className="mb-3 h-2.5 overflow-hidden rounded-full bg-hover">
          <div className="h-full min-w-0.5 rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <dl className="flex flex-col gap-1">
        <Sum label={t('portal.settle.own')} amountMinor={ownMinor} currency={currency} strong />
        {othersMinor !== null && <Sum label={t('portal.settle.others')} amountMinor={othersMinor} currency={currency} />}
        {buyerMinor !== null && <Sum label={t('portal.settle.buyer')} amountMinor={buyerMinor} currency={currency} />}
      </dl>
      {data.own.map((one, index) => (
        <details key={index} className="mt-2 border-t border-line pt-2">
          <summary className="flex min-h-8 items-center justify-between gap-3 max-md:min-h-11">
            <span>{t(`portal.settle.own.${one.key}`)}</span>
            <Money value={{ amountMinor: one.amountMinor, currency }} />
          </summary>
          <div className="py-2">
            <ExplanationBody value={one.explanation} name={(_record, label) => <bdi>{label}</bdi>} />
          </div>
        </details>
      ))}
      {data.credit.map((one) => (
        <p key={one.role} className="mt-2 flex items-center gap-2 text-12 text-muted">
          <RoleGlyph role={one.role} size={14} labelled={false} />
          {one.shareBp === null
            ? t('portal.settle.credit.none', { role: t(`role.${one.role}`) })
            : t('portal.settle.credit', { role: t(`role.${one.role}`), share: formatPercent(one.shareBp / 10_000, 2) })}
        </p>
      ))}
      <p className="mt-2 text-12 text-muted">
        {t('portal.asOf')} <DateText date={data.chosenAt} />
      </p>
    </Panel>
  );
}

function Sum({ label, amountMinor, currency, strong = false }: { label: string; amountMinor: number; currency: string; strong?: boolean }) {
  return (
    <div className={strong ? 'flex justify-between gap-3 font-semibold' : 'flex justify-between gap-3 text-muted'}>
      <dt>{label}</dt>
      <dd>
        <Money value={{ amountMinor, currency }} />
      </dd>
    </div>
  );
}
