import { Link } from '@tanstack/react-router';
import { t } from '../lib/i18n/i18n.ts';
import { EmptyState } from '../ui/states.tsx';

/** Also what somebody sees who may not see a record: outside of reach is the same as not there. */
export function NotFound() {
  return (
    <EmptyState
      title={t('shell.notFound.title')}
      detail={t('shell.notFound.detail')}
      action={
        <Link to="/inbox" className="link">
          {t('shell.notFound.back')}
        </Link>
      }
    />
  );
}
