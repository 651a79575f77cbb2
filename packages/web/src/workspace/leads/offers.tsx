import { ChevronRight } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Card } from '../../ui/page.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';
import type { Lead } from './words.ts';

const answerTone: Readonly<Record<'accepted' | 'declined' | 'pulled_back', Tone>> = { accepted: 'ok', declined: 'warn', pulled_back: 'neutral' };

/** Each partner the lead was put before: why it was chosen, what it said and when. */
export function Offers({ lead }: { lead: Lead }) {
  const offers = lead.offers.toSorted((a, b) => b.hop - a.hop || b.offeredAt.localeCompare(a.offeredAt));
  return (
    <Card title={t('leads.offers')} note={<Num value={offers.length} />} flush>
      {offers.length === 0 ? (
        <Nothing>{t('leads.offers.none')}</Nothing>
      ) : (
        <ol>
          {offers.map((offer) => (
            <li key={offer.id} className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
              <span className="num grid size-6 shrink-0 place-items-center rounded-full bg-hover text-12 font-medium" title={t('leads.hop', { n: offer.hop })}>
                {offer.hop}
              </span>
              <div className="flex min-w-0 flex-1 flex-col gap-1">
                <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Link to="/partners/$partnerId" params={{ partnerId: offer.partnerId }} className="font-medium hover:underline">
                    <bdi>{offer.partnerName}</bdi>
                  </Link>
                  {offer.answer === null ? (
                    <SlaClock dueAt={offer.answerBy} startedAt={offer.offeredAt} />
                  ) : (
                    <Badge tone={answerTone[offer.answer]}>{t(`leads.answer.${offer.answer}`)}</Badge>
                  )}
                </p>
                <p className="text-muted">
                  <bdi>{offer.why}</bdi>
                </p>
                {offer.reason !== null && (
                  <p className="rounded-popover bg-hover px-3 py-2">
                    <bdi className="whitespace-pre-wrap">{offer.reason}</bdi>
                  </p>
                )}
                <p className="flex flex-wrap gap-x-3 text-12 text-muted">
                  <span>
                    {t('leads.offeredAt')} <InstantText at={offer.offeredAt} />
                  </span>
                  {offer.answeredAt !== null && (
                    <span>
                      {t('leads.answeredAt')} <InstantText at={offer.answeredAt} />
                      {offer.answeredBy !== null && (
                        <>
                          {' · '}
                          <bdi>{offer.answeredBy}</bdi>
                        </>
                      )}
                    </span>
                  )}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

export type Passed = Lead['passedOver'];

export function PassedOver({ lead }: { lead: Lead }) {
  return (
    <Card title={t('leads.passedOver')} note={<Num value={lead.passedOver.length} />} flush>
      {lead.passedOver.length === 0 ? <Nothing>{t('leads.passedOver.none')}</Nothing> : <PassedRows rows={lead.passedOver} />}
    </Card>
  );
}

/** One line for each reason: of a hundred partners most are passed over for the same one. */
export function PassedRows({ rows }: { rows: Passed }) {
  const reasons = [...Map.groupBy(rows, (row) => row.why)].toSorted((a, b) => a[1].length - b[1].length);
  return (
    <ul>
      {reasons.map(([why, partners]) => (
        <li key={why} className="border-b border-line px-4 py-2 last:border-b-0">
          <details open={partners.length <= 3} className="group">
            <summary className="flex min-h-6 items-center gap-3">
              <ChevronRight
                size={14}
                className="flip shrink-0 text-muted transition-[rotate] duration-[var(--motion-in)] group-open:rotate-90 rtl:group-open:-rotate-90"
                aria-hidden
              />
              <bdi className="flex-1">{why}</bdi>
              <span className="text-12 text-muted">
                <Num value={partners.length} />
              </span>
            </summary>
            <ul className="flex flex-wrap gap-x-4 gap-y-1 ps-7 pt-1">
              {partners.map((row) => (
                <li key={row.partnerId}>
                  <Link to="/partners/$partnerId" params={{ partnerId: row.partnerId }} className="inline-flex min-h-6 items-center hover:underline">
                    <bdi>{row.partnerName}</bdi>
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
