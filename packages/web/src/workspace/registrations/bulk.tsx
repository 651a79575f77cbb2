import { X } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { IconButton } from '../../ui/button.tsx';
import { type DeclineReason, DeclineDialog } from './dialogs/decline-dialog.tsx';
import type { Steps } from './use-steps.ts';
import { registrationNumber } from './words.ts';

export type Refused = { id: string; number: number | null; sentence: string };

export function BulkDecline({
  count,
  steps,
  onClose,
  onDecline,
}: {
  count: number;
  steps: Steps;
  onClose: () => void;
  onDecline: (reason: DeclineReason, partnerText: string) => void;
}) {
  return (
    <DeclineDialog
      title={t('registrations.decline.many', { n: count })}
      verb={t('registrations.decline')}
      error={steps.bulk.error}
      isPending={steps.bulk.isPending}
      withNote={false}
      onClose={() => {
        steps.bulk.reset();
        onClose();
      }}
      onDecline={onDecline}
    />
  );
}

/** What a bulk decision could not decide stays in the queue; here is why, one by one. */
export function RefusedList({ refused, onClose }: { refused: readonly Refused[]; onClose: () => void }) {
  if (refused.length === 0) return null;
  return (
    <section aria-label={t('registrations.refused', { n: refused.length })} className="border-b border-line bg-warn-soft px-4 py-2 text-warn">
      <div className="flex items-center gap-2">
        <output className="flex-1 font-medium">{t('registrations.refused', { n: refused.length })}</output>
        <IconButton size="compact" label={t('ui.dismiss')} onPress={onClose}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      <ul className="flex flex-col gap-1 text-12">
        {refused.map((one) => (
          <li key={one.id}>
            {one.number !== null && (
              <Link to="/registrations/$registrationId" params={{ registrationId: one.id }} className="font-medium underline">
                {registrationNumber(one.number)}
              </Link>
            )}{' '}
            <bdi>{one.sentence}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
