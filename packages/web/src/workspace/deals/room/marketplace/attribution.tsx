import { Link } from '@tanstack/react-router';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { RoleGlyph } from '../../../../ui/role-glyph.tsx';
import { ErrorState } from '../../../../ui/states.tsx';

/** Who is credited with the order. The marketplace is where it was bought, never where it came from. */
export function Attribution({ dealId }: { dealId: string }) {
  const attribution = useApi('offers.attribution', { params: { id: dealId } });
  if (attribution.error !== null && attribution.data === undefined)
    return <ErrorState compact error={attribution.error} onRetry={() => void attribution.refetch()} />;
  if (attribution.data === undefined || attribution.data.order === null) return null;
  const { credited, procurement } = attribution.data;
  return (
    <section aria-label={t('sale.credited')} className="border-t border-line px-4 py-3">
      <h3 className="text-12 font-medium">{t('sale.credited')}</h3>
      {procurement !== null && <p className="text-12 text-muted">{t('sale.boughtAt', { name: procurement.marketplaceName })}</p>}
      <ul className="mt-1.5 flex flex-col gap-1.5">
        {credited.map((entry) => (
          <li key={`${entry.partnerId} ${entry.role}`} className="flex items-start gap-2">
            <RoleGlyph role={entry.role} size={16} />
            <span className="min-w-0">
              <Link to="/partners/$partnerId" params={{ partnerId: entry.partnerId }} className="font-medium hover:underline">
                <bdi>{entry.partnerName}</bdi>
              </Link>{' '}
              <span className="text-12 text-muted">
                <bdi>{entry.sentence}</bdi>
              </span>
            </span>
          </li>
        ))}
      </ul>
      {credited.length === 0 && <p className="text-12 text-muted">{t('sale.credited.nobody')}</p>}
    </section>
  );
}
