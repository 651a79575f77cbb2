import type { ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import type { EditedRule } from './use-rule.ts';
import { today } from './days.ts';

/** Every version, the latest first; each says in words what it said, and never changes. */
export function VersionsCard<D>({
  versions,
  liveNumber,
  describe,
}: {
  versions: EditedRule<D>['versions'];
  liveNumber: number | null;
  describe: (document: D) => ReactNode;
}) {
  if (versions.length === 0) return <p className="px-4 py-3 text-muted">{t('rules.versions.none')}</p>;
  return (
    <ol>
      {versions
        .toSorted((one, other) => other.number - one.number)
        .map((version) => (
          <li key={version.number} className="border-b border-line px-4 py-2.5 last:border-b-0">
            <details>
              <summary className="cursor-pointer">
                <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
                  <span className="font-medium">{t('rules.version', { n: version.number })}</span>
                  <span className="text-12 text-muted">{t('rules.from', { day: formatDate(version.effectiveFrom) })}</span>
                  {version.number === liveNumber && <Badge tone="ok">{t('rules.live')}</Badge>}
                  {version.effectiveFrom > today() && <Badge tone="accent">{t('rules.ahead')}</Badge>}
                </span>
              </summary>
              <div className="mt-2 rounded-popover bg-desk p-3">{describe(version.document)}</div>
            </details>
            <p className="mt-1 text-12 text-muted">
              <bdi>{version.publishedBy}</bdi> · <InstantText at={version.publishedAt} />
            </p>
            {version.note !== null && (
              <p className="mt-1 text-12">
                <bdi>{version.note}</bdi>
              </p>
            )}
          </li>
        ))}
    </ol>
  );
}
