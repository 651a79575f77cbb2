import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { authCall } from '../../../shell/sign-in/auth-call.ts';
import { RefusalLine } from '../../../shell/sign-in/notice.tsx';
import { useAttempt } from '../../../shell/sign-in/use-attempt.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { type OwnSession, useOwnSessions, useReloadAccount } from './account-data.ts';
import { deviceOf } from './device.ts';

export function SessionsCard() {
  const sessions = useOwnSessions();
  const reload = useReloadAccount();
  const [asking, setAsking] = useState(false);
  const { refusal, busy, attempt } = useAttempt();
  const others = sessions.data?.some((session) => !session.current) ?? false;
  return (
    <Card
      title={t('account.sessions')}
      flush
      actions={
        others && (
          <Button kind="danger" size="compact" isPending={busy} onPress={() => setAsking(true)}>
            {t('account.sessions.end')}
          </Button>
        )
      }
    >
      {refusal !== undefined && (
        <div className="border-b border-line px-4 py-3">
          <RefusalLine refusal={refusal} />
        </div>
      )}
      {sessions.data === undefined ? (
        sessions.error === null ? (
          <SkeletonRows rows={2} height={56} widths={[40, 20]} what={t('account.sessions')} />
        ) : (
          <div className="p-4">
            <ErrorState compact error={sessions.error} onRetry={() => void sessions.refetch()} />
          </div>
        )
      ) : (
        <ul aria-label={t('account.sessions.note')}>
          {sessions.data.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        title={t('account.sessions.end')}
        body={<p>{t('account.sessions.end.note')}</p>}
        verb={t('account.sessions.end')}
        danger
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          void attempt(
            () => authCall<{ ended: number }>('/own-sessions/end-others', {}, 'signIn.error.refused'),
            ({ ended }) => {
              toast(t('account.sessions.ended', { n: ended }));
              reload();
            },
          )
        }
      />
    </Card>
  );
}

function SessionLine({ session }: { session: OwnSession }) {
  const device = deviceOf(session.userAgent);
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="min-w-48 flex-1">
        <span className="font-medium">{device === undefined ? t('account.session.unknown') : t('account.session.device', device)}</span>
        <span className="block text-12 text-muted">
          {t('account.session.used')} <RelativeTime at={session.updatedAt} />
        </span>
      </span>
      {session.ipAddress !== null && session.ipAddress !== '' && (
        <bdi dir="ltr" className="num text-12 text-muted">
          {session.ipAddress}
        </bdi>
      )}
      {session.current && <Badge tone="accent">{t('account.session.current')}</Badge>}
    </li>
  );
}
