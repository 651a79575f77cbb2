import { Link } from '@tanstack/react-router';
import { routeKinds } from '@entente/kernel';
import { useApi, type Result } from '../../../lib/api/index.ts';
import { formatDate, formatMoney, formatPercent } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money, Percent } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { kindWords, registrationNumber, stateTone, stateWords } from '../../registrations/words.ts';

type OfDeal = Result<'registrations.ofDeal'>;
const WHOLE = 10_000;

/** Who may count on this deal, until when, and that the vendor's seller loses nothing by it. */
export function ProtectionCredit({ dealId }: { dealId: string }) {
  const mayRead = useCan('registrations:read');
  const query = useApi('registrations.ofDeal', { params: { id: dealId } }, { enabled: mayRead });
  if (!mayRead) return null;
  if (query.error !== null)
    return (
      <Card title={t('registrations.deal.title')}>
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  if (query.data === undefined)
    return (
      <Card title={t('registrations.deal.title')} flush>
        <SkeletonRows rows={3} widths={[50, 30]} what={t('registrations.deal.title')} />
      </Card>
    );
  return (
    <Card title={t('registrations.deal.title')} flush>
      <Registrations of={query.data} />
      <Credit credit={query.data.sellerCredit} />
    </Card>
  );
}

function Registrations({ of }: { of: OfDeal }) {
  const now = useNow().toISOString();
  const stands = of.protections.filter((one) => one.endedWhy === null && one.startsAt <= now && one.endsAt > now);
  const past = of.protections.filter((one) => !stands.includes(one));
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      {stands.map((one) => (
        <p key={`${one.partnerId}${one.startsAt}`} className="font-medium">
          <bdi>{t('registrations.deal.protected', { partner: one.partnerName, day: formatDate(one.endsAt) })}</bdi>
        </p>
      ))}
      {of.registrations.length === 0 ? (
        <p className="text-muted">{t('registrations.deal.none')}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {of.registrations.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Link to="/registrations/$registrationId" params={{ registrationId: one.id }} className="link">
                {registrationNumber(one.number)}
              </Link>
              <bdi className="min-w-0 flex-1 truncate">{one.partnerName}</bdi>
              <span className="text-12 text-muted">{kindWords(one.kind)}</span>
              <Badge tone={stateTone[one.state]}>{stateWords(one.state)}</Badge>
            </li>
          ))}
        </ul>
      )}
      {past.length > 0 && (
        <details className="text-12 text-muted">
          <summary className="min-h-6 w-fit cursor-pointer">{t('registrations.deal.past')}</summary>
          <ul className="mt-1 flex flex-col gap-1">
            {past.map((one) => (
              <li key={`${one.partnerId}${one.startsAt}`}>
                <bdi className="text-text">{one.partnerName}</bdi> <DateText date={one.startsAt.slice(0, 10)} />
                <span aria-hidden> – </span>
                <DateText date={one.endsAt.slice(0, 10)} /> {one.endedWhy !== null && <bdi>{one.endedWhy}</bdi>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Credit({ credit }: { credit: OfDeal['sellerCredit'] }) {
  const { amountMinor, creditMinor, currency } = credit;
  const money = (amount: number) => formatMoney({ amountMinor: amount, currency });
  const same = new Set(credit.byRoute.map((one) => one.basisPoints)).size === 1;
  return (
    <section aria-label={t('registrations.deal.credit')} className="flex flex-col gap-1 border-t border-line px-4 py-3">
      <h3 className="text-12 text-muted">{t('registrations.deal.credit')}</h3>
      {amountMinor === null || creditMinor === null ? (
        <p className="text-muted">{t('registrations.deal.creditNone')}</p>
      ) : (
        <>
          <p className="text-18 font-semibold">
            <Money value={{ amountMinor: creditMinor, currency }} />
          </p>
          <p className="num text-12 text-muted" dir="ltr">
            {t('registrations.deal.calculation', {
              amount: money(amountMinor),
              share: formatPercent(credit.basisPoints / WHOLE, 2),
              credit: money(creditMinor),
            })}
          </p>
        </>
      )}
      <p className="text-12">
        <bdi>{credit.sentence}</bdi>
      </p>
      <details className="text-12">
        <summary className="min-h-6 w-fit cursor-pointer text-muted">{t(same ? 'registrations.deal.same' : 'registrations.deal.byRoute')}</summary>
        <table className="mt-1 w-full">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-1 text-start font-normal">
                {t('registrations.deal.route')}
              </th>
              <th scope="col" className="py-1 text-end font-normal">
                {t('registrations.deal.share')}
              </th>
              <th scope="col" className="py-1 text-end font-normal">
                {t('registrations.deal.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {credit.byRoute.map((one) => {
              const kind = routeKinds.find((route) => route === one.route);
              return (
                <tr key={one.route} className="border-t border-line">
                  <th scope="row" className="py-1 text-start font-normal">
                    {kind === undefined ? one.route : t(`route.${kind}`)}
                  </th>
                  <td className="py-1 text-end">
                    <Percent share={one.basisPoints / WHOLE} digits={2} />
                  </td>
                  <td className="py-1 text-end">{one.creditMinor === null ? '–' : <Money value={{ amountMinor: one.creditMinor, currency }} />}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </details>
    </section>
  );
}
