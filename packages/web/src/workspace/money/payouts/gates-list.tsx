import { Check, CircleAlert } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Gate } from './words.ts';

/** What stands between a partner and its money: each with its sentence, and what opens the ones that are closed. */
export function GatesList({
  gates,
  partnerId,
}: {
  gates: readonly Gate[];
  /** Given where the reader is not on the page of the payee already. */ partnerId?: string;
}) {
  if (gates.length === 0) return <p className="text-muted">{t('payouts.gates.none')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {gates.map(({ gate, passed, sentence }) => (
        <li key={gate} className="flex gap-2.5">
          <span className={passed ? 'mt-0.5 shrink-0 text-ok' : 'mt-0.5 shrink-0 text-bad'}>
            {passed ? <Check size={16} strokeWidth={2} aria-hidden /> : <CircleAlert size={16} strokeWidth={2} aria-hidden />}
          </span>
          <div className="min-w-0">
            <p>
              <span className="font-medium">{t(`payouts.gate.${gate}`)}</span>
              <span className="sr-only">{t(passed ? 'payouts.gate.passed' : 'payouts.gate.closed')}</span>
            </p>
            <p className={passed ? 'text-muted' : undefined}>
              <bdi>{sentence}</bdi>
            </p>
            {!passed && <p className="text-12 text-muted">{t(`payouts.cure.${gate}`)}</p>}
          </div>
        </li>
      ))}
      {partnerId !== undefined && (
        <li>
          <Link to="/money/payouts/payees/$partnerId" params={{ partnerId }} className="link">
            {t('payouts.toPayee')}
          </Link>
        </li>
      )}
    </ul>
  );
}
