import type { ReactNode } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../../lib/i18n/values.tsx';
import type { Dated } from '../words.ts';
import { Span, StandingBadge } from './dates.tsx';

type Version = Dated & { readonly version: number; readonly note: string | null; readonly createdBy: string; readonly createdAt: string };

/** Every version, the latest first; each keeps what it said. */
export function VersionList<V extends Version>({ versions, show }: { versions: readonly V[]; show: (version: V) => ReactNode }) {
  return (
    <section aria-label={t('pricing.versions')}>
      <h3 className="text-13 font-semibold">{t('pricing.versions')}</h3>
      <ol className="mt-2 flex flex-col gap-2">
        {versions
          .toSorted((one, other) => other.version - one.version)
          .map((version) => (
            <li key={version.version} className="rounded-popover border border-line p-3">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">{t('pricing.version', { n: version.version })}</span>
                <StandingBadge of={version} />
                <span className="text-12 text-muted">
                  <Span of={version} />
                </span>
              </p>
              <div className="mt-1.5">{show(version)}</div>
              <p className="mt-1.5 text-12 text-muted">
                <bdi>{version.createdBy}</bdi> · <InstantText at={version.createdAt} />
                {version.note !== null && (
                  <>
                    {' · '}
                    <bdi>{version.note}</bdi>
                  </>
                )}
              </p>
            </li>
          ))}
      </ol>
    </section>
  );
}
