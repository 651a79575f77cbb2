import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import type { Quote } from './words.ts';

/** Every version; one opens in place of the newest, two are held against each other. */
export function VersionsCard({ quote, shown, onShow }: { quote: Quote; shown: number; onShow: (version: number | undefined) => void }) {
  const [comparing, setComparing] = useState(false);
  const newest = Math.max(...quote.versions.map(({ number }) => number));
  return (
    <Card
      title={t('pricing.versions')}
      flush
      actions={
        quote.versions.length > 1 && (
          <Button size="compact" onPress={() => setComparing(true)}>
            {t('quotes.compare')}
          </Button>
        )
      }
    >
      <ol>
        {quote.versions
          .toSorted((one, other) => other.number - one.number)
          .map((version) => (
            <li key={version.number} className="relative flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover">
              <span className="flex flex-wrap items-center gap-2">
                <button
                  type="button"
                  aria-current={version.number === shown ? 'true' : undefined}
                  onClick={() => onShow(version.number === newest ? undefined : version.number)}
                  className={
                    version.number === shown
                      ? 'flex-1 text-start font-semibold before:absolute before:inset-0'
                      : 'flex-1 text-start font-medium before:absolute before:inset-0'
                  }
                >
                  {t('pricing.version', { n: version.number })}
                </button>
                {version.number === shown && <Badge tone="accent">{t('quotes.shown')}</Badge>}
                <ExactMoney value={{ amountMinor: version.netMinor, currency: version.currency }} />
              </span>
              <span className="text-12 text-muted">
                <bdi>{version.madeBy}</bdi> · <InstantText at={version.madeAt} />
              </span>
              {(version.acceptedAt ?? version.sentAt) !== null && (
                <span className="text-12 text-muted">
                  {t(version.acceptedAt === null ? 'quotes.state.sent' : 'quotes.state.accepted')}{' '}
                  <InstantText at={version.acceptedAt ?? version.sentAt ?? ''} />
                </span>
              )}
            </li>
          ))}
      </ol>
      {comparing && <CompareDialog quote={quote} onClose={() => setComparing(false)} />}
    </Card>
  );
}
