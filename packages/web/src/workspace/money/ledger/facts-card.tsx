import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { placeOfCause } from './item-places.ts';
import type { TransactionDetail } from './words.ts';

/** Why it was booked, and what decided its amounts. */
export function FactsCard({ of }: { of: TransactionDetail }) {
  const place = placeOfCause(of.cause);
  const rules = Object.entries(of.ruleVersions);
  return (
    <Card title={t('ledger.why')}>
      <div className="flex flex-col gap-3">
        {of.reason !== null && (
          <div>
            <h3 className="text-12 font-medium">{t('ledger.reason')}</h3>
            <p>
              <bdi>{of.reason}</bdi>
            </p>
          </div>
        )}
        <CopyField label={t('ledger.cause')} value={of.cause} />
        {place !== null && (
          <Link to={place.to} search={place.search} className="link">
            {t('ledger.openCause')}
          </Link>
        )}
        <div>
          <h3 className="text-12 font-medium">{t('ledger.rules')}</h3>
          {rules.length === 0 ? (
            <p className="text-muted">{t('ledger.rules.none')}</p>
          ) : (
            <ul>
              {rules.map(([rule, version]) => (
                <li key={rule} className="flex gap-2">
                  <bdi>{rule}</bdi> <span className="text-muted">{t('money.why.version', { n: version })}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div>
          <h3 className="mb-1 text-12 font-medium">{t('ledger.facts')}</h3>
          <ScrollArea label={t('ledger.facts')} className="max-h-80 overflow-auto rounded-control border border-line bg-desk p-2.5">
            <pre dir="ltr" className="font-mono text-12 whitespace-pre">
              {JSON.stringify(of.facts, null, 2)}
            </pre>
          </ScrollArea>
        </div>
      </div>
    </Card>
  );
}
