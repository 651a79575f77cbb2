import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Money } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Facts } from '../../ui/page.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { ShareConsent } from '../distribution/share-consent.tsx';
import { LinkButton } from '../partners/kit/link-button.tsx';
import { Answers } from './answers.tsx';
import { kindLabel } from './choice-label.ts';
import type { Act } from './groups.ts';
import { HeldBy } from './held-by.tsx';
import { recordOfAct } from './record.ts';
import type { useDecide } from './use-decide.ts';

export function ActDetail({
  act,
  asking,
  onAsk,
  decide,
  onDecided,
}: {
  act: Act;
  asking: string | undefined;
  onAsk: (choice: string | undefined) => void;
  decide: ReturnType<typeof useDecide>;
  onDecided: () => void;
}) {
  const mayAssign = useCan('acts:decide');
  const record = recordOfAct(act);
  const facts = [
    ...(act.accountName === null ? [] : [{ label: t('work.account'), value: act.accountName }]),
    ...(act.amountMinor === null || act.currency === null
      ? []
      : [{ label: t('work.value'), value: <Money value={{ amountMinor: act.amountMinor, currency: act.currency }} /> }]),
    ...(act.partnerId === null || act.partnerName === null
      ? []
      : [
          {
            label: t('work.partner'),
            value: (
              <Link to="/partners/$partnerId" params={{ partnerId: act.partnerId }} className="link">
                {act.partnerName}
              </Link>
            ),
          },
        ]),
    { label: t('inbox.opened'), value: <InstantText at={act.openedAt} /> },
    { label: t('inbox.due'), value: act.dueAt === null ? t('ui.clock.none') : <InstantText at={act.dueAt} /> },
  ];
  return (
    <article aria-label={act.title} className="flex flex-col gap-5 p-5 max-md:p-0">
      <header className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-2">
          <Badge>{kindLabel(act.kind)}</Badge>
          {act.status === 'open' && <SlaClock dueAt={act.dueAt} startedAt={act.openedAt} />}
          {act.escalatedAt !== null && <Badge tone="bad">{t('inbox.escalated')}</Badge>}
        </p>
        <h2 className="text-18 font-semibold">
          <bdi>{act.title}</bdi>
        </h2>
        {act.detail !== null && (
          <p className="max-w-160 whitespace-pre-wrap text-muted">
            <bdi>{act.detail}</bdi>
          </p>
        )}
      </header>
      {act.dealId !== null && (
        <p>
          <Link to="/deals/$dealId" params={{ dealId: act.dealId }} className="link font-medium">
            <bdi>{act.dealNumber === null ? (act.dealName ?? t('work.deal')) : t('inbox.dealNamed', { number: act.dealNumber, name: act.dealName ?? '' })}</bdi>
          </Link>
        </p>
      )}
      <Facts items={facts} />
      {act.runId !== null && (
        <p>
          <Link to="/plays/runs/$runId" params={{ runId: act.runId }} className="link">
            {t('inbox.run')}
          </Link>
        </p>
      )}
      {record !== null ? (
        <div className="flex flex-col gap-4">
          {act.recordType === 'share' && act.recordId !== null && act.dealId !== null && <ShareConsent dealId={act.dealId} shareId={act.recordId} />}
          <p>
            <LinkButton to={record.to} kind={act.status === 'open' && act.recordType !== 'share' ? 'primary' : 'secondary'}>
              {t(record.verb)}
            </LinkButton>
          </p>
          {act.status !== 'open' && <Closed act={act} />}
        </div>
      ) : act.status === 'open' ? (
        <Answers
          key={act.id}
          act={act}
          asking={asking}
          onAsk={onAsk}
          isPending={decide.isPending}
          onAnswer={(choice, note) => decide.answer(act, choice, note, onDecided)}
        />
      ) : (
        <Closed act={act} onTakeBack={() => decide.takeBack(act)} isPending={decide.isPending} />
      )}
      {act.status === 'open' && mayAssign && <HeldBy key={`${act.id}${act.assigneeId}`} act={act} onGive={(memberId) => decide.give(act, memberId)} />}
    </article>
  );
}

function Closed({ act, onTakeBack, isPending }: { act: Act; onTakeBack?: () => void; isPending?: boolean }) {
  const choice = act.choices.find((entry) => entry.key === act.outcome);
  return (
    <div className="flex flex-col gap-2 rounded-card border border-line p-4">
      <p className="font-medium">{t('inbox.closedAs', { outcome: choice?.label ?? act.outcome ?? act.status })}</p>
      <p className="flex flex-wrap gap-x-2 text-muted">
        {act.closedBy !== null && <bdi>{act.closedBy}</bdi>}
        {act.closedAt !== null && <InstantText at={act.closedAt} />}
      </p>
      {act.note !== null && (
        <p className="whitespace-pre-wrap">
          <bdi>{act.note}</bdi>
        </p>
      )}
      {act.mayDecide && onTakeBack && (
        <p>
          <button type="button" disabled={isPending} onClick={onTakeBack} className="link min-h-6">
            {t('inbox.takeBack')}
          </button>
        </p>
      )}
    </div>
  );
}
