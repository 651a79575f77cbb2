import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/page.tsx';
import { Amount, Party } from './account-columns.tsx';
import { placeOfRecords } from './item-places.ts';
import { LedgerLink } from './links.tsx';
import { type Control, purposeWord } from './words.ts';

const cell = 'px-4 py-1.5 text-end whitespace-nowrap';

/** One control: its sums per currency, and below them whose differ. */
export function ControlCard({ control, asOf }: { control: Control; asOf: string }) {
  const differs = control.differences.length > 0;
  return (
    <div data-control={control.key}>
      <Card
        title={control.title}
        {...(control.purposes.length > 1 ? { note: control.purposes.map(purposeWord).join(' · ') } : {})}
        actions={
          control.compared ? (
            <Badge tone={differs ? 'warn' : 'ok'}>
              {differs ? t('ledger.control.differs', { n: control.differences.length }) : t('ledger.control.agrees')}
            </Badge>
          ) : (
            <Badge>{t('ledger.control.notCompared')}</Badge>
          )
        }
        flush
      >
        {control.totals.length === 0 ? (
          <p className="px-4 py-3 text-muted">{t('ledger.control.empty')}</p>
        ) : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard
          <section tabIndex={0} aria-label={control.title} className="relative overflow-x-auto">
            <table className="w-full border-collapse">
              <thead className="text-12 text-muted">
                <tr>
                  <th scope="col" className="px-4 py-2 text-start font-medium">
                    {t('ledger.party')}
                  </th>
                  {[t('ledger.inLedger'), t('ledger.inRecords'), t('ledger.difference')].map((head) => (
                    <th key={head} scope="col" className="px-4 py-2 text-end font-medium whitespace-nowrap">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {control.totals.map((total) => (
                  <tr key={total.currency} className="border-t border-line font-medium">
                    <th scope="row" className="px-4 py-1.5 text-start font-medium">
                      <LedgerLink search={{ purpose: control.purposes.length === 1 ? control.purposes[0] : undefined, currency: total.currency, asOf }}>
                        {t('ledger.totalIn', { currency: total.currency })}
                      </LedgerLink>
                    </th>
                    <Value amountMinor={total.ledgerMinor} currency={total.currency} />
                    <Value amountMinor={total.recordsMinor} currency={total.currency} />
                    <Value amountMinor={total.differenceMinor} currency={total.currency} />
                  </tr>
                ))}
                {control.differences.map((difference) => (
                  <tr key={`${difference.party ?? ''} ${difference.currency}`} className="border-t border-line">
                    <th scope="row" className="px-4 py-1.5 text-start font-normal">
                      <Party of={difference} /> <Sides control={control} difference={difference} asOf={asOf} />
                    </th>
                    <Value amountMinor={difference.ledgerMinor} currency={difference.currency} />
                    <Value amountMinor={difference.recordsMinor} currency={difference.currency} />
                    <Value amountMinor={difference.differenceMinor} currency={difference.currency} bad />
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Card>
    </div>
  );
}

function Value({ amountMinor, currency, bad = false }: { amountMinor: number | null; currency: string; bad?: boolean }) {
  return (
    <td className={`${cell} ${bad ? 'font-medium text-bad' : ''}`}>
      {amountMinor === null ? <span className="text-muted">–</span> : <Amount amountMinor={amountMinor} currency={currency} />}
    </td>
  );
}

/** The entries on this side, the records on the other. */
function Sides({ control, difference, asOf }: { control: Control; difference: Control['differences'][number]; asOf: string }) {
  const { party, currency, accountIds } = difference;
  const records = placeOfRecords(control.purposes, party);
  const [account] = accountIds;
  const search =
    accountIds.length === 1 && account !== undefined
      ? { tab: 'entries', account, asOf }
      : { party: party ?? undefined, currency, asOf, ...(control.purposes.length === 1 ? { purpose: control.purposes[0] } : {}) };
  return (
    <span className="ms-2 inline-flex gap-3 text-12">
      {accountIds.length > 0 && <LedgerLink search={search}>{t('ledger.openLedgerSide')}</LedgerLink>}
      {records !== null && (
        <Link to={records.to} search={records.search} className="link">
          {t('ledger.openRecords')}
        </Link>
      )}
    </span>
  );
}
