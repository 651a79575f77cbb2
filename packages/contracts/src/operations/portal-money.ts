import { z } from 'zod';
import { earningKinds, earningStates } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, currency, cursor, date, explanation, id, instant, limit, minor, note, page, version } from '../shapes.ts';
import { binaryFile, disputeStates, gateAnswer, payeeAddress, payeeChange, payeeLanguages, taxFormKinds, textFile, waitingChange } from './payouts.ts';

const earning = z.object({
  id,
  kind: z.enum(earningKinds),
  state: z.enum(earningStates),
  title: z.string(),
  amountMinor: minor,
  currency,
  earnedOn: date,
  heldUntil: date.nullable(),
  holdReason: z.string().nullable(),
  dealNumber: z.number().int().nullable(),
  dealName: z.string().nullable(),
  personName: z.string().nullable(),
  reversesId: id.nullable(),
  statementId: id.nullable(),
  disputeId: id.nullable(),
});
const statement = z.object({
  id,
  number: z.string().nullable(),
  currency,
  state: z.enum(['released', 'sent', 'paid', 'returned']),
  amountMinor: minor,
  earnedMinor: minor,
  takenBackMinor: minor,
  lines: z.number().int(),
  issuedOn: date.nullable(),
  payOn: date.nullable(),
  paidOn: date.nullable(),
  returnedOn: date.nullable(),
  returnReason: z.string().nullable(),
  bank: z.string().nullable(),
});
const dispute = z.object({
  id,
  number: z.number().int(),
  state: z.enum(disputeStates),
  earningId: id,
  earningTitle: z.string(),
  amountMinor: minor,
  expectedMinor: minor.nullable(),
  currency,
  reason: z.string(),
  openedBy: z.string(),
  openedAt: instant,
  dueAt: instant,
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
  correctionMinor: minor.nullable(),
  comments: z.array(z.object({ id, at: instant, by: z.string(), byPartner: z.boolean(), text: z.string() })),
  version,
});
const payee = z.object({
  legalName: z.string().nullable(),
  address: payeeAddress.nullable(),
  taxId: z.string().nullable(),
  taxForm: z.object({ kind: z.enum(taxFormKinds), fileId: id.nullable(), validUntil: date }).nullable(),
  bank: z.string().nullable(),
  bankApproved: z.boolean(),
  currency: currency.nullable(),
  minimums: z.array(z.object({ currency, amountMinor: minor })),
  language: z.enum(payeeLanguages),
  waiting: z.array(waitingChange),
  gates: z.array(gateAnswer),
});
const own = { audience: 'partner', scope: 'portal:money', assistant: 'none' } as const;

/** A partner's own money: what it will be paid, when, and why not yet; each line down to its arithmetic. Nobody else's. */
export const portalMoney = {
  'portalMoney.summary': operation({
    method: 'GET',
    path: '/portal/money',
    summary: 'What I am owed and paid, when I can expect it, and what keeps it back',
    ...own,
    output: z.object({
      currencies: z.array(
        z.object({
          currency,
          heldMinor: minor,
          nextHeldDay: date.nullable(),
          dueMinor: minor,
          /** In a run that is being prepared or is on its way. */ onTheWayMinor: minor,
          paidThisYearMinor: minor,
          disputedMinor: minor,
        }),
      ),
      expectedOn: date.nullable(),
      sentence: z.string(),
      gates: z.array(gateAnswer),
      openDisputes: z.number().int(),
    }),
  }),
  'portalMoney.earnings': operation({
    method: 'GET',
    path: '/portal/money/earnings',
    summary: 'What I earned, the newest first',
    ...own,
    query: z.object({ state: z.enum(earningStates).optional(), statementId: id.optional(), currency: currency.optional(), q: z.string().trim().max(200).optional(), cursor: cursor.optional(), limit }),
    output: page(earning),
  }),
  'portalMoney.earning': operation({ method: 'GET', path: '/portal/money/earnings/:id', summary: 'One earning with its arithmetic', ...own, params: byId, output: earning.extend({ explanation }) }),
  'portalMoney.statements': operation({ method: 'GET', path: '/portal/money/statements', summary: 'My statements, the newest first', ...own, query: z.object({ cursor: cursor.optional(), limit }), output: page(statement) }),
  'portalMoney.statement': operation({ method: 'GET', path: '/portal/money/statements/:id', summary: 'One statement', ...own, params: byId, output: statement }),
  'portalMoney.statementPdf': operation({ method: 'GET', path: '/portal/money/statements/:id/pdf', summary: 'A statement as PDF, in my language', ...own, params: byId, output: binaryFile }),
  'portalMoney.statementCsv': operation({ method: 'GET', path: '/portal/money/statements/:id/csv', summary: 'The lines of a statement as CSV', ...own, params: byId, output: textFile }),
  'portalMoney.disputes': operation({ method: 'GET', path: '/portal/money/disputes', summary: 'What I disputed, the newest first', ...own, query: z.object({ cursor: cursor.optional(), limit }), output: page(dispute) }),
  'portalMoney.dispute': operation({ method: 'GET', path: '/portal/money/disputes/:id', summary: 'One of my disputes', ...own, params: byId, output: dispute }),
  'portalMoney.openDispute': operation({
    method: 'POST',
    path: '/portal/money/disputes',
    summary: 'Dispute an earning, saying why and what it should be',
    ...own,
    body: z.object({ earningId: id, reason: note.min(1), expectedMinor: minor.nullable().default(null) }),
    output: dispute,
    status: 201,
  }),
  'portalMoney.comment': operation({ method: 'POST', path: '/portal/money/disputes/:id/comments', summary: 'Say something in a dispute of mine', ...own, params: byId, body: z.object({ text: note.min(1) }), output: dispute }),
  'portalMoney.withdrawDispute': operation({ method: 'POST', path: '/portal/money/disputes/:id/withdraw', summary: 'Withdraw a dispute', ...own, params: byId, output: dispute }),
  'portalMoney.payee': operation({ method: 'GET', path: '/portal/money/payee', summary: 'Where and how I am paid', ...own, output: payee }),
  'portalMoney.changePayee': operation({ method: 'POST', path: '/portal/money/payee', summary: 'Change how I am paid; name, tax and bank wait for approval', ...own, body: payeeChange, output: payee }),
};
