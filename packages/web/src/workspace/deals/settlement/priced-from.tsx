import { Link } from '@tanstack/react-router';
import type { Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';

/** Where the prices of a comparison come from. */
export function PricedFrom({ of }: { of: Result<'settlement.compare'>['pricedFrom'] }) {
  return (
    <p className="text-muted">
      <bdi>{of.sentence}</bdi>{' '}
      {of.quoteId !== null && (
        <Link to="/money/quotes/$quoteId" params={{ quoteId: of.quoteId }} className="link underline">
          {t('settlement.openQuote')}
        </Link>
      )}
    </p>
  );
}
