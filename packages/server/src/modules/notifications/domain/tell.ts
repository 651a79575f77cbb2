import type { NotificationEvent } from './events.ts';
import { outsideTellings } from './tell-outside.ts';
import { fundTellings } from './tell-funds.ts';
import { payoutTellings } from './tell-payouts.ts';
import type { Scope } from '@entente/contracts/permissions';
import type { LinkPurpose } from '@entente/kernel';
import type { ForPartners, ForVendor, Happened, Telling } from './telling.ts';

export type { ForPartners, ForVendor, Happened, Telling } from './telling.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

type Row = { readonly event: NotificationEvent; readonly words: string; readonly purpose?: LinkPurpose };

const REGISTRATION_FOR_PARTNER: Readonly<Record<string, Row>> = {
  approved: { event: 'registration.decided', words: 'approved' },
  rejected: { event: 'registration.decided', words: 'declined' },
  extended: { event: 'registration.decided', words: 'extended' },
  extension_refused: { event: 'registration.decided', words: 'no more time' },
  taken_back: { event: 'registration.decided', words: 'looked at again' },
  asked: { event: 'registration.asked', words: 'a question for you', purpose: 'answer' },
  expiring: { event: 'registration.expiring', words: 'protection ends soon', purpose: 'extend' },
  update_due: { event: 'registration.expiring', words: 'news are due', purpose: 'update' },
  silent: { event: 'registration.expiring', words: 'nothing was reported', purpose: 'update' },
  expired: { event: 'registration.ended', words: 'protection ended' },
  revoked: { event: 'registration.ended', words: 'protection ended' },
  won: { event: 'registration.ended', words: 'won' },
  lost: { event: 'registration.ended', words: 'lost' },
  escalated: { event: 'registration.late', words: 'the decision is late' },
};
const REGISTRATION_FOR_VENDOR: Readonly<Record<string, Row>> = {
  ruled: { event: 'registration.waiting', words: 'waits for a decision' },
  answered: { event: 'registration.waiting', words: 'was answered' },
  extension_asked: { event: 'registration.waiting', words: 'asks for more time' },
  assigned: { event: 'registration.waiting', words: 'was given to you' },
  silent: { event: 'registration.waiting', words: 'has no news from the partner' },
  warned: { event: 'registration.late', words: 'has to be decided soon' },
  escalated: { event: 'registration.late', words: 'is late' },
  expired: { event: 'registration.ended', words: 'has expired' },
  withdrawn: { event: 'registration.ended', words: 'was withdrawn' },
};
const LEAD_FOR_PARTNER: Readonly<Record<string, Row>> = {
  offered: { event: 'lead.offered', words: 'a lead for you', purpose: 'accept_lead' },
  pulled_back: { event: 'lead.late', words: 'given back' },
  closed: { event: 'lead.late', words: 'closed' },
};
const LEAD_FOR_VENDOR: Readonly<Record<string, Row>> = {
  accepted: { event: 'lead.offered', words: 'was accepted' },
  declined: { event: 'lead.offered', words: 'was declined' },
  contacted: { event: 'lead.offered', words: 'was contacted' },
  converted: { event: 'lead.offered', words: 'became a deal' },
  pulled_back: { event: 'lead.late', words: 'was taken back from the partner' },
};
const CASE_FOR_PARTNER: Readonly<Record<string, Row>> = {
  opened: { event: 'case.opened', words: 'give your evidence', purpose: 'evidence' },
  evidence: { event: 'case.opened', words: 'evidence is closed' },
  escalated: { event: 'case.ruled', words: 'the ruling is late' },
  ruled: { event: 'case.ruled', words: 'ruled' },
  appealed: { event: 'case.ruled', words: 'appealed' },
  closed: { event: 'case.ruled', words: 'closed' },
};
const CASE_FOR_VENDOR: Readonly<Record<string, Row>> = {
  opened: { event: 'case.opened', words: 'is yours to rule' },
  assigned: { event: 'case.opened', words: 'is yours to rule' },
  evidence: { event: 'case.opened', words: 'has new evidence' },
  appealed: { event: 'case.ruled', words: 'was appealed' },
  escalated: { event: 'case.ruled', words: 'is late' },
};
const SHARE_WORDS: Readonly<Record<string, string>> = {
  asked: 'a deal to share',
  consented: 'consented',
  accepted: 'accepted',
  declined: 'declined',
  ended: 'ended',
};

/** Who is told of an event, and in which words. An event nobody knows is told to nobody. */
export function tellingsOf(happened: Happened): Telling[] {
  if (happened.payload['imported'] === true) return [];
  const [subject = '', kind = ''] = happened.type.split('.');
  switch (subject) {
    case 'registration':
      return registration(happened, kind);
    case 'lead':
      return lead(happened, kind);
    case 'case':
      return conflictCase(happened, kind);
    case 'share':
      return share(happened, kind);
    case 'participant':
      return lane(happened, kind);
    case 'comment':
      return comment(happened, kind);
    case 'webhook':
      return webhook(happened, kind);
    case 'connection':
    case 'conflict':
    case 'invitation':
    case 'cosell':
    case 'offer':
    case 'disbursement':
      return outsideTellings(happened);
    case 'payout_run':
    case 'payout':
    case 'dispute':
    case 'incentive':
      return payoutTellings(happened);
    case 'fund_request':
    case 'fund_claim':
      return fundTellings(happened);
    default:
      return [];
  }
}

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

function forPartner(happened: Happened, row: Row | undefined, more: { name: string; path: string; scope: Scope; also?: string | null }): ForPartners[] {
  const { payload, recordId } = happened;
  const partnerIds = [text(payload['partnerId']), more.also ?? null].filter((id) => id !== null);
  const sentence = text(payload['partnerSentence']);
  // Without a sentence meant for the partner it is not told: every other word of the event may be about somebody else.
  if (!row || partnerIds.length === 0 || sentence === null) return [];
  return [
    {
      side: 'partner',
      event: row.event,
      partnerIds: [...new Set(partnerIds)],
      scope: more.scope,
      title: `${more.name}: ${row.words}`,
      body: sentence,
      path: more.path,
      recordId,
      guestAct: row.purpose === undefined ? null : { purpose: row.purpose, recordId },
    },
  ];
}

function forVendor(happened: Happened, row: Row | undefined, more: { name: string; path: string; body: string; role?: string | null }): ForVendor[] {
  if (!row) return [];
  const { payload } = happened;
  const to = {
    side: 'vendor' as const,
    event: row.event,
    partnerId: text(payload['partnerId']),
    title: `${more.name} ${row.words}`,
    body: more.body,
    path: more.path,
  };
  const memberId = text(payload['holderId']);
  const role = more.role ?? null;
  return [{ ...to, memberId, role }];
}

const named = (letter: string, payload: Happened['payload']): string =>
  `${letter}-${typeof payload['number'] === 'number' ? payload['number'] : ''} ${text(payload['companyName']) ?? ''}`.trim();
const by = (payload: Happened['payload']): string => `By ${text(payload['by']) ?? 'somebody'}.`;

function registration(happened: Happened, kind: string): Telling[] {
  const { payload, recordId } = happened;
  const name = named('R', payload);
  // A rule that lets it through has nobody wait for a person.
  const waits = !(kind === 'ruled' && payload['effect'] === 'approve');
  return [
    ...forPartner(happened, own(REGISTRATION_FOR_PARTNER, kind), {
      name,
      path: `/portal/registrations/${recordId}`,
      scope: 'portal:register',
      also: text(payload['actingPartnerId']),
    }),
    ...forVendor(happened, waits ? own(REGISTRATION_FOR_VENDOR, kind) : undefined, {
      name,
      path: `/registrations/${recordId}`,
      body: text(payload['partnerSentence']) ?? by(payload),
      role: kind === 'escalated' ? text(payload['role']) : null,
    }),
  ];
}

function lead(happened: Happened, kind: string): Telling[] {
  const { payload, recordId } = happened;
  const name = named('L', payload);
  const back = kind === 'updated' && payload['state'] === 'with_vendor' ? { event: 'lead.late' as const, words: 'came back to you' } : undefined;
  return [
    ...forPartner(happened, own(LEAD_FOR_PARTNER, kind), { name, path: `/portal/leads/${recordId}`, scope: 'portal:leads' }),
    ...forVendor(happened, back ?? own(LEAD_FOR_VENDOR, kind), {
      name,
      path: `/leads/${recordId}`,
      body: text(payload['reason']) ?? text(payload['why']) ?? by(payload),
    }),
  ];
}

function conflictCase(happened: Happened, kind: string): Telling[] {
  const { payload, recordId } = happened;
  const name = named('C', payload);
  // One event is for a side, another for those who rule.
  return text(payload['partnerId']) === null
    ? forVendor(happened, own(CASE_FOR_VENDOR, kind), {
        name,
        path: `/cases/${recordId}`,
        body: by(payload),
        role: kind === 'escalated' ? text(payload['role']) : null,
      })
    : forPartner(happened, own(CASE_FOR_PARTNER, kind), { name, path: `/portal/cases/${recordId}`, scope: 'portal:register' });
}

function share(happened: Happened, kind: string): Telling[] {
  const { payload } = happened;
  const words = own(SHARE_WORDS, kind);
  if (words === undefined) return [];
  const row = { event: kind === 'asked' ? ('share.asked' as const) : ('share.decided' as const), words };
  const name = `Shared deal${text(payload['companyName']) === null ? '' : ` ${String(payload['companyName'])}`}`;
  return [
    ...forPartner(happened, row, { name, path: '/portal/shares', scope: 'portal:deals' }),
    ...(text(payload['holderId']) === null
      ? []
      : forVendor(happened, row, { name, path: happened.dealId === null ? '/partners' : `/deals/${happened.dealId}`, body: by(payload) })),
  ];
}

function lane(happened: Happened, kind: string): Telling[] {
  const { payload, dealId } = happened;
  const partnerId = text(payload['partnerId']);
  const role = text(payload['role']) ?? 'partner';
  const state = text(payload['state'])?.replaceAll('_', ' ') ?? null;
  const step = text(payload['step']);
  if (partnerId === null || dealId === null) return [];
  const sentence =
    kind === 'added'
      ? `Your company takes part as ${role}.`
      : kind === 'ended'
        ? `Your company’s part as ${role} has ended.`
        : kind === 'updated' && (state !== null || step !== null)
          ? `Your part as ${role}${state === null ? '' : ` is ${state}`}${step === null ? '' : `: ${step}`}.`
          : null;
  return sentence === null ? [] : [dealForPartner(dealId, 'deal.lane', [partnerId], sentence)];
}

function comment(happened: Happened, kind: string): Telling[] {
  const { payload, dealId } = happened;
  const excerpt = text(payload['excerpt']);
  const to = payload['visibleTo'];
  if (kind !== 'added' || dealId === null || excerpt === null || (to !== 'partner' && to !== 'partners')) return [];
  const partnerId = text(payload['partnerId']);
  if (to === 'partner' && partnerId === null) return [];
  return [
    dealForPartner(dealId, 'deal.comment', to === 'partner' && partnerId !== null ? [partnerId] : 'deal', excerpt),
    { side: 'vendor', event: 'deal.comment', memberId: null, role: null, partnerId: null, title: 'A comment', body: excerpt, path: `/deals/${dealId}` },
  ];
}

/** Whoever disabled an endpoint knows it; what was disabled by itself is told to those who may change it. */
function webhook(happened: Happened, kind: string): Telling[] {
  const { payload, recordId } = happened;
  if (kind !== 'disabled' || payload['why'] === 'by_person') return [];
  const endpoint = text(payload['endpoint']) ?? 'An endpoint';
  const reason = payload['why'] === 'gone' ? 'It answered that it wants no more messages (410).' : 'Nothing but failure came of it for 120 hours.';
  const last = payload['why'] === 'gone' ? null : text(payload['lastError']);
  return (['owner', 'admin'] as const).map((role) => ({
    side: 'vendor',
    event: 'webhook.disabled',
    memberId: null,
    role,
    partnerId: null,
    title: `The webhook ${endpoint} was disabled`,
    body: [reason, last === null ? null : `Last: ${last}`, 'Nothing is sent to it until somebody enables it; what it missed can be replayed.']
      .filter((part) => part !== null)
      .join(' '),
    path: `/settings/webhooks/${recordId}`,
  }));
}

/** The deal's name is put in where it is told. */
const dealForPartner = (dealId: string, event: NotificationEvent, partnerIds: readonly string[] | 'deal', body: string): ForPartners => ({
  side: 'partner',
  event,
  partnerIds,
  scope: 'portal:deals',
  title: event === 'deal.lane' ? 'Your part in a deal' : 'A comment on a deal',
  body,
  path: `/portal/deals/${dealId}`,
  recordId: dealId,
  guestAct: null,
});
