import { newId, type ParticipantRole } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { openAct } from './act-store.ts';
import { assign } from './assign.ts';
import { advance } from './domain/advance.ts';
import type { RunEffect, RunEvent, RunState } from './domain/run.ts';
import { latestMatch, matchDeal } from './match-deal.ts';
import type { PartnerCache } from './partner-cache.ts';
import { lockRun, saveRun, type StoredRun } from './play-store.ts';
import type { CosellDeal, CosellPorts } from './ports.ts';
import { writeBrief } from './write-brief.ts';

/** The run asks for more than one event could lead to; a play that passed its checks never comes here. */
const MAX_EVENTS = 100;
type Work = {
  readonly tx: Tx;
  readonly context: Context;
  readonly ports: CosellPorts;
  readonly cache: PartnerCache;
  readonly run: StoredRun;
  readonly deal: CosellDeal;
};
type Pending = { wakeAt: string | null; firstActAt: string | null };

/**
 * Moves a run by one event and carries out what follows, all in the caller's transaction: the state of the run, the acts it opens,
 * the match, the brief and the mail are stored together or not at all, so a crash in the middle leaves nothing half done.
 */
export async function moveRun(tx: Tx, context: Context, ports: CosellPorts, cache: PartnerCache, runId: string, event: RunEvent): Promise<RunState | null> {
  const run = await lockRun(tx, context.tenantId, runId);
  if (!run) return null;
  const deal = await ports.deal(tx, context.tenantId, run.dealId, context.now);
  if (!deal) return null;
  const work: Work = { tx, context, ports, cache, run, deal };
  const events: RunEvent[] = [event];
  const pending: Pending = { wakeAt: null, firstActAt: run.firstActAt };
  let state = run.state;
  for (let count = 0; events.length > 0 && count < MAX_EVENTS; count += 1) {
    const next = events.shift();
    if (!next) break;
    const facts = next.facts ?? { ...deal.expression, event: state.facts.event };
    const moved = advance(run.play, state, { ...next, facts });
    state = moved.state;
    for (const effect of moved.effects) {
      const follow = await carryOut(work, state, effect, pending);
      if (follow) events.push(follow);
    }
  }
  if (state === run.state) return state;
  // The clock of the step that is open now; clocks of steps left behind no longer count.
  const current = state.steps.find((step) => step.stepId === state.currentStepId);
  const wakeAt = current && current.escalatedAt === null && (current.status === 'waiting' || current.status === 'ready') ? current.dueAt : null;
  await saveRun(tx, context.tenantId, run, state, { wakeAt, firstActAt: pending.firstActAt, at: context.now.toISOString() });
  await ports.refreshNextAct(tx, context.tenantId, run.dealId);
  return state;
}

async function carryOut(work: Work, state: RunState, effect: RunEffect, pending: Pending): Promise<RunEvent | null> {
  const { tx, context, ports, run, deal } = work;
  const at = context.now.toISOString();
  const done = (stepId: string, extra: Partial<Extract<RunEvent, { type: 'step_done' }>>): RunEvent => ({
    id: newId(),
    at,
    type: 'step_done',
    stepId,
    by: 'system',
    ...extra,
  });
  const attempt = state.steps.find((step) => step.stepId === effect.stepId)?.attempt ?? 1;
  switch (effect.kind) {
    case 'match': {
      const matched = await matchDeal(tx, context, ports, work.cache, run.dealId, { roles: effect.roles, maxPartners: effect.maxPartners });
      const team = matched.team.members.filter((member) => !member.alreadyOnDeal).map((member) => member.partnerId);
      const partnerIds = (team.length > 0 ? team : matched.result.ranked.map((partner) => partner.partnerId)).slice(0, effect.maxPartners);
      return done(effect.stepId ?? '', {
        partnerIds,
        outcome: partnerIds.length === 0 ? 'none_found' : undefined,
        note: partnerIds.length === 0 ? undefined : names(matched.result.ranked, matched.team.members, partnerIds),
      });
    }
    case 'brief': {
      const brief = await writeBrief(tx, context, ports, {
        dealId: run.dealId,
        partnerIds: effect.partnerIds,
        trigger: { runId: run.id, playName: run.play.name, reason: run.trigger.reason, at: run.trigger.at },
      });
      return done(effect.stepId ?? '', { briefId: brief.id, note: brief.brief.title });
    }
    case 'send-invite': {
      const holder = await assign(tx, ports, context.tenantId, deal, effect.organizer, effect.partnerIds);
      pending.firstActAt ??= at;
      await openAct(tx, context, {
        kind: 'meeting',
        title: effect.title,
        detail: `Invite for ${effect.durationMinutes} minutes, by ${effect.notAfter.slice(0, 10)}.`,
        dealId: run.dealId,
        partnerId: effect.partnerIds[0] ?? null,
        runId: run.id,
        stepKey: `${effect.stepId}:${attempt}`,
        ...pick(holder),
        dueAt: stepDue(state, effect.stepId),
        escalateAt: null,
        payload: {
          stepId: effect.stepId,
          attempt,
          partnerIds: effect.partnerIds,
          durationMinutes: effect.durationMinutes,
          notAfter: effect.notAfter,
          title: effect.title,
        },
      });
      return null;
    }
    case 'open-act': {
      const holder = await assign(tx, ports, context.tenantId, deal, effect.assignee, state.results.partnerIds);
      pending.firstActAt ??= at;
      await openAct(tx, context, {
        kind: effect.act,
        title: effect.title,
        detail: await detailOf(work, state, effect.detail),
        dealId: run.dealId,
        partnerId: holder.partnerId ?? state.results.partnerIds[0] ?? null,
        runId: run.id,
        stepKey: `${effect.stepId}:${attempt}`,
        ...pick(holder),
        dueAt: effect.dueAt,
        escalateAt: effect.escalateAt,
        payload: {
          stepId: effect.stepId,
          attempt,
          partnerIds: state.results.partnerIds,
          ...(holder.askedPartnerId ? { askedPartnerId: holder.askedPartnerId } : {}),
        },
      });
      return null;
    }
    case 'close-act':
      await tx
        .updateTable('act')
        .set((eb) => ({ status: 'dismissed', outcome: effect.outcome, closed_at: at, closed_by: context.actor.name, version: eb('version', '+', 1) }))
        .where('tenant_id', '=', context.tenantId)
        .where('run_id', '=', run.id)
        .where('step_key', '=', `${effect.stepId}:${attempt}`)
        .where('status', '=', 'open')
        .execute();
      return null;
    case 'escalate': {
      const holder = await assign(tx, ports, context.tenantId, deal, effect.to, state.results.partnerIds);
      await tx
        .updateTable('act')
        .set({ escalated_at: at })
        .where('tenant_id', '=', context.tenantId)
        .where('run_id', '=', run.id)
        .where('step_key', '=', `${effect.stepId}:${attempt}`)
        .where('escalated_at', 'is', null)
        .execute();
      await openAct(tx, context, {
        kind: 'escalation',
        title: `Overdue: ${effect.title}`,
        detail: `It was due ${effect.dueAt.slice(0, 16).replace('T', ' ')} UTC and is held by ${(effect.from ?? 'nobody').replaceAll('_', ' ')}.`,
        dealId: run.dealId,
        partnerId: null,
        runId: run.id,
        stepKey: `${effect.stepId}:${attempt}:escalation`,
        ...pick(holder),
        dueAt: null,
        escalateAt: null,
        payload: {},
      });
      await recordChange(tx, context, {
        operation: 'acts.escalate',
        recordType: 'run',
        recordId: run.id,
        after: { step: effect.stepId, to: effect.to },
        events: [{ type: 'act.escalated', dealId: run.dealId, payload: { title: effect.title } }],
      });
      return null;
    }
    case 'wait-until':
      pending.wakeAt = effect.at;
      return null;
    case 'notify': {
      const holder = await assign(tx, ports, context.tenantId, deal, effect.to, state.results.partnerIds);
      const person = holder.assigneeId === null ? null : await ports.memberMail(tx, context.tenantId, holder.assigneeId);
      if (person)
        await ports.mail(tx, {
          tenantId: context.tenantId,
          to: person.email,
          subject: `${run.play.name}: ${deal.dealName}`,
          text: `${effect.message}\n\n${ports.publicUrl}/deals/${run.dealId}\n`,
          dealId: run.dealId,
        });
      return null;
    }
    case 'log':
      await logStep(work, state, effect);
      return null;
    case 'run-ended':
      await recordChange(tx, context, {
        operation: 'runs.end',
        recordType: 'run',
        recordId: run.id,
        after: { status: effect.status, reason: effect.reason },
        events: [{ type: 'run.finished', dealId: run.dealId, payload: { playName: run.play.name, status: effect.status, reason: effect.reason } }],
      });
      return null;
  }
}

/** A logged motion counts once for each partner: the touch, and the role it was proposed for. */
async function logStep({ tx, context, ports, run }: Work, state: RunState, effect: Extract<RunEffect, { kind: 'log' }>): Promise<void> {
  if (effect.touch === null) {
    await ports.logTouch(tx, context, { dealId: run.dealId, partnerId: null, kind: 'play_logged', note: effect.note, dedupeKey: effect.key });
    return;
  }
  const match = await latestMatch(tx, context.tenantId, run.dealId);
  for (const partnerId of effect.partnerIds) {
    const { alreadyLogged } = await ports.logTouch(tx, context, {
      dealId: run.dealId,
      partnerId,
      kind: effect.touch,
      note: effect.note,
      dedupeKey: `${effect.key}:${partnerId}`,
    });
    const role: ParticipantRole | undefined = match?.team.members.find((member) => member.partnerId === partnerId)?.roles[0];
    if (!alreadyLogged && role)
      await ports.addParticipant(tx, context, { dealId: run.dealId, partnerId, role, evidenceKind: 'play', evidenceNote: `${run.play.name}: ${effect.note}` });
  }
  await tx
    .insertInto('crm_write')
    .values({
      tenant_id: context.tenantId,
      id: newId(),
      deal_id: run.dealId,
      kind: 'play_logged',
      payload: JSON.stringify({ play: run.play.name, note: effect.note, touch: effect.touch, partnerIds: state.results.partnerIds }),
      created_at: context.now.toISOString(),
    })
    .execute();
}

async function detailOf({ tx, context, run }: Work, state: RunState, detail: string): Promise<string | null> {
  if (detail !== '') return detail;
  const match = state.results.partnerIds.length === 0 ? null : await latestMatch(tx, context.tenantId, run.dealId);
  if (!match) return null;
  const wanted = new Set(state.results.partnerIds);
  const lines = match.team.members
    .filter((member) => wanted.has(member.partnerId))
    .map((member) => `${member.name} (${member.roles.join(', ')}): ${member.why}`);
  return lines.length > 0 ? lines.join('\n') : names(match.result.ranked, [], state.results.partnerIds);
}

const pick = ({ assigneeId, assigneeRole }: { assigneeId: string | null; assigneeRole: string | null }) => ({ assigneeId, assigneeRole });
const stepDue = (state: RunState, stepId: string | null): string | null => state.steps.find((step) => step.stepId === stepId)?.dueAt ?? null;

function names(
  ranked: readonly { partnerId: string; name: string }[],
  members: readonly { partnerId: string; name: string }[],
  ids: readonly string[],
): string {
  return ids.map((id) => members.find((member) => member.partnerId === id)?.name ?? ranked.find((partner) => partner.partnerId === id)?.name ?? id).join(', ');
}
