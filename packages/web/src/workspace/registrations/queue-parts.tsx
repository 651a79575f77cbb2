import { ClipboardCheck } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { QueueTab } from './queue-state.ts';

export function EmptyQueue({
  tab,
  searched,
  mayWrite,
  onSet,
  onRegister,
}: {
  tab: QueueTab;
  searched: boolean;
  mayWrite: boolean;
  onSet: (changes: Record<string, string | undefined>) => void;
  onRegister: () => void;
}) {
  return (
    <EmptyState
      icon={<ClipboardCheck size={18} aria-hidden />}
      title={!searched ? t(`registrations.empty.${tab}`) : t('work.noMatch')}
      detail={!searched ? t(tab === 'all' ? 'registrations.empty.detail' : 'registrations.empty.other') : t('work.noMatch.detail')}
      action={
        searched ? (
          <Button onPress={() => onSet({ q: undefined })}>{t('ui.filter.clear')}</Button>
        ) : tab === 'all' ? (
          <Button kind="primary" isDisabled={!mayWrite} onPress={onRegister}>
            {t('registrations.register')}
          </Button>
        ) : (
          <Button onPress={() => onSet({ tab: 'all', id: undefined })}>{t('registrations.showAll')}</Button>
        )
      }
    />
  );
}

/** How the queue does: what is late, how long a decision takes, what has become a case. */
export function Figures({ summary }: { summary: { late: number; openCases: number; medianDecisionHours: number | null; decisions90Days: number } }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-muted">
      {summary.late > 0 && <span className="font-medium text-bad">{t('registrations.figure.late', { n: summary.late })}</span>}
      {summary.medianDecisionHours !== null && (
        <span>{t('registrations.figure.median', { hours: summary.medianDecisionHours, n: summary.decisions90Days })}</span>
      )}
      {summary.openCases > 0 && (
        <Link to="/cases" className="link">
          {t('registrations.figure.cases', { n: summary.openCases })}
        </Link>
      )}
    </p>
  );
}
