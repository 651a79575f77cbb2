import { useState } from 'react';
import { EyeOff } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { dealNumber } from '../../deals/list/columns.tsx';
import { plainWords } from '../../deals/room/views/words.ts';
import { Candidates } from './candidates.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { factLabel, type InvitationDetail, isAnswering, tones } from './words.ts';

const SOON = 2_000;
const changed = ['invitations.list', 'invitations.get', 'acts.list'] as const;

export function InvitationDetailPane({ id, onAnswered }: { id: string; onAnswered: () => void }) {
  const [soon, setSoon] = useState(false);
  const query = useApi('invitations.get', { params: { id } }, { refetchInterval: soon ? SOON : false });
  const underWay = query.data !== undefined && isAnswering(query.data);
  if (underWay !== soon) setSoon(underWay);
  if (query.data !== undefined) return <Detail invitation={query.data} onReload={() => void query.refetch()} onAnswered={onAnswered} />;
  if (query.error !== null) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <SkeletonRows rows={8} widths={[25, 50]} what={t('cosell.invitation')} />;
}

type DetailProps = { invitation: InvitationDetail; onReload: () => void; onAnswered: () => void };

function Detail({ invitation, onReload, onAnswered }: DetailProps) {
  return (
    <article aria-label={invitation.title} className="flex flex-col gap-5 p-5 max-md:p-0">
      <header className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={tones[invitation.status]}>{t(`cosell.invitation.is.${invitation.status}`)}</Badge>
          {invitation.status === 'pending' && <SlaClock dueAt={invitation.expiresAt} startedAt={invitation.receivedAt} />}
        </p>
        <h2 className="text-18 font-semibold">
          <bdi>{invitation.title}</bdi>
        </h2>
      </header>
      <Outcome invitation={invitation} />
      <Facts
        items={[
          { label: t('cosell.sender'), value: invitation.sender },
          { label: t('cosell.through'), value: invitation.connectionName },
          { label: t('cosell.kind'), value: plainWords(invitation.kind) },
          { label: t('cosell.received'), value: <InstantText at={invitation.receivedAt} /> },
          { label: t('cosell.expires'), value: invitation.expiresAt === null ? t('cosell.expires.never') : <InstantText at={invitation.expiresAt} /> },
        ]}
      />
      <Customer invitation={invitation} />
      {invitation.details.length > 0 && (
        <section aria-label={t('cosell.details')} className="flex flex-col gap-2">
          <h3 className="text-12 font-medium text-muted">{t('cosell.details')}</h3>
          <dl className="flex max-w-160 flex-col gap-2">
            {invitation.details.map((detail) => (
              <div key={detail.label} className="grid gap-x-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
                <dt className="text-muted">
                  <bdi>{detail.label}</bdi>
                </dt>
                <dd className="wrap-anywhere whitespace-pre-line">
                  <bdi>{detail.value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {invitation.status === 'pending' && <Answer invitation={invitation} onReload={onReload} onAnswered={onAnswered} />}
    </article>
  );
}

function Outcome({ invitation }: { invitation: InvitationDetail }) {
  if (invitation.status === 'pending') return null;
  return (
    <output className="flex max-w-160 flex-col gap-1 rounded-popover border border-line px-3 py-2">
      {isAnswering(invitation) && <p>{t('cosell.answering', { name: invitation.connectionName })}</p>}
      {invitation.decidedBy !== null && invitation.decidedAt !== null && (
        <p className="text-12 text-muted">
          <bdi>{invitation.decidedBy}</bdi> · <InstantText at={invitation.decidedAt} />
        </p>
      )}
      {invitation.reason !== null && (
        <p>
          <span className="text-muted">{t('cosell.reason')}</span> <bdi>{plainWords(invitation.reason)}</bdi>
        </p>
      )}
      {invitation.dealId !== null && (
        <p>
          <Link to="/deals/$dealId" params={{ dealId: invitation.dealId }} className="link font-medium">
            {t('cosell.openDeal', { number: invitation.dealNumber === null ? '' : dealNumber(invitation.dealNumber) })}
          </Link>
        </p>
      )}
    </output>
  );
}

function Customer({ invitation }: { invitation: InvitationDetail }) {
  const masked = invitation.status !== 'accepted';
  return (
    <section aria-label={t('cosell.customer')} className="flex flex-col gap-2">
      <h3 className="text-12 font-medium text-muted">{t('cosell.customer')}</h3>
      <dl className="flex max-w-160 flex-col gap-1.5">
        {Object.entries(invitation.customer).map(([key, value]) => (
          <div key={key} className="grid gap-x-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <dt className="text-muted">{factLabel(key)}</dt>
            <dd>
              {value === null ? (
                <span className="inline-flex items-center gap-1.5 text-muted">
                  <EyeOff size={13} aria-hidden />
                  {t(masked ? 'cosell.hidden' : 'views.empty')}
                </span>
              ) : (
                <bdi>{value}</bdi>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Answer({ invitation, onReload, onAnswered }: DetailProps) {
  const mayAnswer = useCan('cosell:submit');
  const [rejecting, setRejecting] = useState(false);
  const accept = useApiMutation('invitations.accept', { invalidates: [...changed, 'deals.list'] });
  const target = { params: { id: invitation.id }, ifVersion: invitation.version };
  const take = (dealId: string | null) =>
    accept.mutate(
      { ...target, body: { dealId } },
      {
        onSuccess: () => {
          toast(t('cosell.accepting', { name: invitation.connectionName }));
          onAnswered();
        },
      },
    );
  useRegisterActions(
    () => [
      { id: 'invitation.accept', label: 'cosell.accept', scope: 'record', shortcut: 'a', permission: 'cosell:submit', run: () => take(null) },
      { id: 'invitation.reject', label: 'cosell.reject', scope: 'record', shortcut: 'r', permission: 'cosell:submit', run: () => setRejecting(true) },
    ],
    [invitation.id, invitation.version],
  );
  return (
    <section aria-label={t('cosell.answer')} className="flex max-w-160 flex-col gap-4 border-t border-line pt-4">
      <Candidates invitation={invitation} mayAnswer={mayAnswer} isPending={accept.isPending} onJoin={take} />
      <Refusal error={accept.error} onReload={onReload} />
      {mayAnswer ? (
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" keyHint="A" isPending={accept.isPending} onPress={() => take(null)}>
            {t('cosell.accept')}
          </Button>
          <Button kind="danger" keyHint="R" onPress={() => setRejecting(true)}>
            {t('cosell.reject')}
          </Button>
        </div>
      ) : (
        <p className="text-muted">{t('cosell.notYours')}</p>
      )}
      {rejecting && <RejectDialog invitation={invitation} onClose={() => setRejecting(false)} onReload={onReload} onAnswered={onAnswered} />}
    </section>
  );
}
