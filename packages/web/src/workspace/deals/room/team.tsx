import { useState } from 'react';
import type { ParticipantRole } from '@entente/kernel';
import { Link } from '@tanstack/react-router';
import { apiKey, useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { RoleGlyph, roleName, RoleStack } from '../../../ui/role-glyph.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { AddPartner } from './lane-dialogs.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

type Match = Result<'match.run'>;
const score = (value: number): string => formatNumber(Math.round(value * 10) / 10);

export function ProposedTeam({ deal }: { deal: Deal }) {
  const mayRun = useCan('plays:run');
  const latest = useApi('match.latest', { params: { id: deal.id } });
  const run = useApiMutation('match.run', {
    onDone: (result, input, client) => client.setQueryData(apiKey('match.latest', { params: { id: input.params.id } }), result),
  });
  const match = latest.data;
  return (
    <Card
      title={t('deals.team')}
      note={match ? <RelativeTime at={match.at} /> : undefined}
      actions={
        <Button size="compact" isDisabled={!mayRun} isPending={run.isPending} onPress={() => run.mutate({ params: { id: deal.id } }, { onError: sayRefusal })}>
          {t(match ? 'deals.team.again' : 'deals.team.run')}
        </Button>
      }
    >
      {latest.isPending && <SkeletonRows rows={4} what={t('deals.team')} />}
      {latest.error !== null && <ErrorState compact error={latest.error} onRetry={() => void latest.refetch()} />}
      {match === null && <p className="text-muted">{t('deals.team.empty')}</p>}
      {match && <MatchView deal={deal} match={match} />}
    </Card>
  );
}

function MatchView({ deal, match }: { deal: Deal; match: Match }) {
  const add = useRoomAct('deals.addParticipant');
  const [picked, setPicked] = useState<{ partner: { id: string; name: string }; role: ParticipantRole } | null>(null);
  const has = (partnerId: string, role: ParticipantRole) =>
    deal.participants.some((lane) => lane.partnerId === partnerId && lane.role === role && lane.until === null);

  async function addMember(member: Match['team']['members'][number]) {
    try {
      for (const role of member.roles.filter((entry) => !has(member.partnerId, entry)))
        await add.mutateAsync({
          params: { id: deal.id },
          body: { partnerId: member.partnerId, role, evidence: { kind: 'match', note: member.why.slice(0, 4000) } },
        });
      toast(t('deals.team.added', { partner: member.name }));
    } catch (error) {
      sayRefusal(error);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {match.thinData.map((sentence) => (
        <p key={sentence} className="rounded-popover bg-warn-soft px-3 py-2 text-12 text-warn">
          <bdi>{sentence}</bdi>
        </p>
      ))}
      <ul className="flex flex-col gap-3">
        {match.team.members.map((member) => (
          <li key={member.partnerId}>
            <div className="flex items-center gap-2">
              <RoleStack roles={member.roles} size={16} />
              <Link to="/partners/$partnerId" params={{ partnerId: member.partnerId }} className="min-w-0 flex-1 truncate font-medium hover:underline">
                <bdi>{member.name}</bdi>
              </Link>
              {member.roles.every((role) => has(member.partnerId, role)) ? (
                <Badge tone="ok">{t('deals.team.on')}</Badge>
              ) : (
                <Button size="compact" isDisabled={!deal.mayWrite || add.isPending} onPress={() => void addMember(member)}>
                  {t('deals.team.add')}
                </Button>
              )}
            </div>
            <p className="mt-1 text-12 text-muted">
              <bdi>{member.why}</bdi>
            </p>
          </li>
        ))}
        {match.team.uncovered.map((gap) => (
          <li key={gap.role} className="flex items-start gap-3 text-12 text-muted">
            <RoleGlyph role={gap.role} size={16} labelled={false} className="opacity-50" />
            <span>
              <span className="font-medium text-text">{t('deals.team.gap', { role: roleName(gap.role) })}</span> <bdi>{gap.why}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <details>
        <summary className="font-medium">{t('deals.team.ranked', { n: match.ranked.length, considered: match.considered })}</summary>
        <ol className="mt-2 flex flex-col gap-1.5">
          {match.ranked.map((partner) => (
            <li key={`${partner.partnerId}${partner.role}`}>
              <details className="rounded-popover border border-line px-3 py-1.5">
                <summary className="flex items-center gap-2">
                  <RoleGlyph role={partner.role} size={14} />
                  <bdi className="min-w-0 flex-1 truncate">{partner.name}</bdi>
                  <bdi className="num font-semibold">{score(partner.score)}</bdi>
                </summary>
                <ul className="mt-2 flex flex-col gap-1 text-12">
                  {partner.reasons.map((reason) => (
                    <li key={reason.factor} className="flex justify-between gap-3">
                      <span className="text-muted">
                        <bdi>{reason.sentence}</bdi>
                        {reason.thin && (
                          <>
                            {' '}
                            <Badge tone="warn">{t('deals.team.thin')}</Badge>
                          </>
                        )}
                      </span>
                      <bdi className="num">{score(reason.points)}</bdi>
                    </li>
                  ))}
                </ul>
                {deal.mayWrite && !has(partner.partnerId, partner.role) && (
                  <Button
                    size="compact"
                    className="mt-2"
                    onPress={() => setPicked({ partner: { id: partner.partnerId, name: partner.name }, role: partner.role })}
                  >
                    {t('deals.team.add')}
                  </Button>
                )}
              </details>
            </li>
          ))}
        </ol>
      </details>
      {match.passedOver.length > 0 && (
        <details>
          <summary className="font-medium">{t('deals.team.passed', { n: match.passedOver.length })}</summary>
          <ul className="mt-2 flex flex-col gap-1 text-12">
            {match.passedOver.map((partner) => (
              <li key={`${partner.partnerId}${partner.code}`}>
                <bdi className="font-medium">{partner.name}</bdi>{' '}
                <span className="text-muted">
                  <bdi>{partner.why}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {picked && <AddPartner dealId={deal.id} partner={picked.partner} role={picked.role} onClose={() => setPicked(null)} />}
    </div>
  );
}
