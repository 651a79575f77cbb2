import { type ReactNode, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { cx } from '../../../ui/cx.ts';
import type { Registration } from '../words.ts';

type Candidate = Registration['candidates'][number];
const STRONG = 70;
const SHOWN = 4;

/** What looks like this customer, the most alike first, with the points each reason gave. */
export function LikenessCard({ candidates }: { candidates: readonly Candidate[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? candidates : candidates.slice(0, SHOWN);
  return (
    <Card title={t('registrations.likeness')} note={candidates.length === 0 ? undefined : t('registrations.likeness.note')} flush>
      {candidates.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('registrations.likeness.none')}</p>
      ) : (
        <ul>
          {shown.map((one, index) => (
            <li key={`${one.kind}${one.id ?? index}`} className="flex flex-col gap-1 border-b border-line px-4 py-2.5 last:border-b-0">
              <p className="flex items-center gap-2">
                <Badge>{t(`registrations.candidate.${one.kind}`)}</Badge>
                <span className="min-w-0 flex-1 truncate font-medium">
                  <To candidate={one}>
                    <bdi>{one.label}</bdi>
                  </To>
                </span>
                <span className="flex shrink-0 items-center gap-2">
                  <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-hover">
                    <span className={cx('block h-full rounded-full', one.score >= STRONG ? 'bg-warn' : 'bg-accent')} style={{ width: `${one.score}%` }} />
                  </span>
                  <span className="w-7 text-end font-medium">
                    <Num value={one.score} />
                    <span className="sr-only">{t('registrations.likeness.of')}</span>
                  </span>
                </span>
              </p>
              {one.detail !== null && (
                <p className="text-12 text-muted">
                  <bdi>{one.detail}</bdi>
                </p>
              )}
              <ul className="flex flex-col gap-0.5 text-12">
                {one.reasons.map((reason) => (
                  <li key={reason.code} className="flex gap-2">
                    <bdi className="min-w-0 flex-1">{reason.sentence}</bdi>
                    <span className="num text-muted" dir="ltr">
                      {t(reason.points < 0 ? 'registrations.likeness.minus' : 'registrations.likeness.plus', { n: Math.abs(reason.points) })}
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
          {candidates.length > shown.length && (
            <li className="px-4 py-2">
              <Button kind="quiet" size="compact" onPress={() => setAll(true)}>
                {t('registrations.likeness.all', { n: candidates.length })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

/** Each likeness leads to its record; a name on a list has none. */
function To({ candidate, children }: { candidate: Candidate; children: ReactNode }) {
  if (candidate.id === null) return <>{children}</>;
  if (candidate.kind === 'account')
    return (
      <Link to="/accounts/$accountId" params={{ accountId: candidate.id }} className="link">
        {children}
      </Link>
    );
  if (candidate.kind === 'deal')
    return (
      <Link to="/deals/$dealId" params={{ dealId: candidate.id }} className="link">
        {children}
      </Link>
    );
  if (candidate.kind === 'registration')
    return (
      <Link to="/registrations/$registrationId" params={{ registrationId: candidate.id }} className="link">
        {children}
      </Link>
    );
  return <>{children}</>;
}
