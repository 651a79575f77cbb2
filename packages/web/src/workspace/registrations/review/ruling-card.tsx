import type { ReactNode } from 'react';
import { Check, Minus } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/page.tsx';
import { effectTone, effectWords, type Registration, testWords } from '../words.ts';

export type Ruling = NonNullable<Registration['ruling']>;

/** What the rules of engagement say, by which rule of which version, and what the partner was told. */
export function RulingCard({ registration }: { registration: Registration }) {
  const { ruling } = registration;
  return (
    <Card
      title={t('registrations.ruling')}
      note={
        ruling === null ? undefined : (
          <Link to="/programs/$programId" params={{ programId: ruling.programId }} className="link">
            {t('registrations.ruling.by', { name: ruling.programName, n: ruling.programVersion })}
          </Link>
        )
      }
    >
      {ruling === null ? <p className="text-muted">{t('registrations.ruling.none')}</p> : <RulingWords ruling={ruling} />}
      {registration.partnerSentence !== null && <Told label={t('registrations.told')}>{registration.partnerSentence}</Told>}
    </Card>
  );
}

function Told({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="mt-3 rounded-popover bg-hover px-3 py-2">
      <p className="text-12 text-muted">{label}</p>
      <p className="mt-0.5">
        <bdi>{children}</bdi>
      </p>
    </div>
  );
}

export function RulingWords({ ruling }: { ruling: Ruling }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={effectTone[ruling.effect]}>{effectWords(ruling.effect)}</Badge>
        <bdi>{ruling.sentence}</bdi>
      </p>
      {ruling.trace.length > 0 && (
        <details className="mt-2">
          <summary className="min-h-6 w-fit cursor-pointer text-12 text-muted hover:text-text">{t('registrations.trace', { n: ruling.trace.length })}</summary>
          <TraceList trace={ruling.trace} />
        </details>
      )}
    </>
  );
}

export function TraceList({ trace }: { trace: Ruling['trace'] }) {
  return (
    <ol className="mt-1 flex flex-col">
      {trace.map((one) => (
        <li key={one.ruleId} className="flex min-h-7 items-center gap-2 text-12">
          {one.held ? <Check size={14} className="shrink-0 text-ok" aria-hidden /> : <Minus size={14} className="shrink-0 text-faint" aria-hidden />}
          <span className="min-w-0 flex-1">
            <bdi className={one.held ? 'font-medium' : undefined}>{one.name}</bdi>{' '}
            <span className="text-muted">
              {one.held
                ? t('registrations.trace.held')
                : one.failedTest === null
                  ? t('registrations.trace.off')
                  : t('registrations.trace.not', { test: testWords(one.failedTest) })}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
