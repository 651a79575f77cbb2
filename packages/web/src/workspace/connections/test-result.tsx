import { CircleAlert, CircleCheck } from 'lucide-react';
import type { Result } from '@entente/contracts/client';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';

type Test = { data: Result<'connections.test'> | undefined; error: unknown; isPending: boolean };

/** Who we are over there, in the words of the other side. */
export function TestResult({ test }: { test: Test }) {
  if (test.isPending) return <output className="text-muted">{t('connections.test.running')}</output>;
  if (test.data === undefined) return <RefusalNote error={test.error} />;
  const { works, sentence, milliseconds } = test.data;
  return (
    <div role={works ? 'status' : 'alert'} className={works ? 'flex gap-3 rounded-card bg-ok-soft p-4' : 'flex gap-3 rounded-card bg-bad-soft p-4'}>
      {works ? (
        <CircleCheck size={18} className="mt-px shrink-0 text-ok" aria-hidden />
      ) : (
        <CircleAlert size={18} className="mt-px shrink-0 text-bad" aria-hidden />
      )}
      <div className="min-w-0">
        <p className={works ? 'font-semibold text-ok' : 'font-semibold text-bad'}>{t(works ? 'connections.test.works' : 'connections.test.fails')}</p>
        <p>
          <bdi>{sentence}</bdi>
        </p>
        <p className="text-12 text-muted">{t('connections.test.took', { ms: formatNumber(milliseconds) })}</p>
        {!works && <p className="mt-2 text-muted">{t('connections.test.fails.detail')}</p>}
      </div>
    </div>
  );
}
