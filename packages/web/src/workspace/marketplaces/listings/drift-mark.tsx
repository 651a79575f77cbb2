import { TriangleAlert } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Listing } from '../words.ts';

export function DriftMark({ listing }: { listing: Listing }) {
  if (listing.drift.length === 0) return null;
  return (
    <Badge tone="warn" icon={<TriangleAlert size={12} aria-hidden />}>
      {t('listings.drift.n', { n: listing.drift.length })}
    </Badge>
  );
}
