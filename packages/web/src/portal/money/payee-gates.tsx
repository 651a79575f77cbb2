import { Check, CircleDashed } from 'lucide-react';
import type { Result } from '../../lib/api/index.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Panel } from '../kit/page.tsx';
import { portalName } from '../session.ts';
import { t } from '../text.ts';

type Payee = Result<'portalMoney.payee'>;
type Change = Payee['waiting'][number];

/** What has to be there before money can go out, ticked where it is. A hold is the vendor's to say in its own words. */
export function Gates({ payee }: { payee: Payee }) {
  const done = payee.gates.filter(({ passed }) => passed).length;
  return (
    <Panel title={t('portal.money.gates')} note={t('portal.money.gates.count', { done, all: payee.gates.length })}>
      <ul className="flex flex-col gap-2.5">
        {payee.gates.map(({ gate, passed, sentence }) => (
          <li key={gate} className="flex gap-2.5">
            {passed ? (
              <Check size={18} strokeWidth={2} aria-hidden className="mt-0.5 shrink-0 text-ok" />
            ) : (
              <CircleDashed size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-warn" />
            )}
            <span className="min-w-0">
              <span className="font-medium">{t(`portal.money.gate.${gate}`)}</span>{' '}
              <span className={passed ? 'text-12 text-ok' : 'text-12 text-warn'}>{t(passed ? 'portal.money.gate.done' : 'portal.money.gate.open')}</span>
              {!passed && <span className="block">{t(`portal.money.gate.${gate}.todo`)}</span>}
              {!passed && (gate === 'compliance' || gate === 'hold') && (
                <span dir="auto" className="block text-muted">
                  {sentence}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Changes({ change }: { change: Change }) {
  return (
    <>
      <ul>
        {change.changes.map((words) => (
          <li key={words} dir="auto" className="[overflow-wrap:anywhere]">
            {words}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-2 text-12 text-muted">
        <bdi>{change.proposedBy}</bdi>
        <RelativeTime at={change.proposedAt} />
      </p>
    </>
  );
}

export function Waiting({ changes }: { changes: readonly Change[] }) {
  return (
    <Panel title={t('portal.money.waiting', { vendor: portalName() })}>
      <p className="mb-2 text-muted">{t('portal.money.waiting.note')}</p>
      <ul className="flex flex-col gap-3">
        {changes.map((change) => (
          <li key={change.id} className="border-b border-line pb-3 last:border-b-0 last:pb-0">
            <Changes change={change} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function RefusedChange({ change }: { change: Change }) {
  return (
    <Panel title={t('portal.money.refused', { vendor: portalName() })}>
      <p dir="auto" className="mb-2 font-medium">
        {change.reason}
      </p>
      <Changes change={change} />
    </Panel>
  );
}
