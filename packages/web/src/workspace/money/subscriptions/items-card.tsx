import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { modelWords } from '../pricing/model/model-words.tsx';
import { none, Period } from './bits.tsx';
import type { Subscription } from './words.ts';

/** What was ordered, each under its one price; another price is another item. */
export function ItemsCard({ subscription }: { subscription: Subscription }) {
  const { currency } = subscription;
  // One that was taken back on the day on which it was to begin never ran.
  const items = subscription.items.filter((item) => item.to !== item.from);
  return (
    <Card title={t('subs.items')} flush>
      <ScrollArea label={t('subs.items')} className="overflow-x-auto">
        <table className="w-full min-w-180">
          <thead className="text-12 text-muted">
            <tr className="[&>th]:px-4 [&>th]:py-1.5 [&>th]:text-start [&>th]:font-medium">
              <th scope="col">{t('subs.item')}</th>
              <th scope="col">{t('subs.dates')}</th>
              <th scope="col">{t('subs.price')}</th>
              <th scope="col">
                <span className="block text-end">{t('subs.quantity')}</span>
              </th>
              <th scope="col">
                <span className="block text-end">{t('subs.perPeriod')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id} className="border-t border-line align-top [&>*]:px-4 [&>*]:py-2">
                <th scope="row" className="text-start font-normal">
                  <bdi className="font-medium">{item.description}</bdi>
                  <span className="block text-12 text-muted">
                    {t(`subs.itemKind.${item.kind}`)}
                    {item.meterId !== null && (
                      <>
                        {' · '}
                        <Link
                          to="/money/subscriptions/meters/$meterId"
                          params={{ meterId: item.meterId }}
                          search={{ subject: item.subject ?? subscription.id }}
                          className="link"
                        >
                          <bdi>{item.meterKey}</bdi>
                        </Link>
                      </>
                    )}
                    {item.kind === 'usage' && (
                      <>
                        {' · '}
                        {t('subs.subject')} <bdi className="font-mono">{item.subject ?? subscription.id}</bdi>
                      </>
                    )}
                  </span>
                </th>
                <td>
                  <Period value={{ from: item.from, to: item.to }} />
                  <span className="block text-12 text-muted">
                    {t('subs.chargedUntil')} <DateText date={item.chargedUntil} />
                  </span>
                </td>
                <td>
                  <bdi>{modelWords(item.price, currency)}</bdi>
                  {item.price.kind === 'prepaid' && (
                    <span className="block text-12 text-muted">
                      {t('subs.burn')} {item.price.order.map((rule) => t(`pricing.burn.${rule}`)).join(' · ')}
                    </span>
                  )}
                  {item.rule !== null && (
                    <span className="block text-12 text-muted">
                      <bdi>{item.rule.name}</bdi>
                      {item.rule.version !== null && ` · ${t('money.why.version', { n: item.rule.version })}`}
                    </span>
                  )}
                </td>
                <td className="text-end">{item.kind === 'usage' ? none : <Quantity value={item.quantity} />}</td>
                <td className="text-end font-medium">
                  {item.periodMinor === null ? (
                    <span className="font-normal text-muted">{t('subs.byUse')}</span>
                  ) : (
                    <ExactMoney value={{ amountMinor: item.periodMinor, currency }} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  );
}
