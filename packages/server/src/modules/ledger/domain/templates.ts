import { Problem, type AccountPurpose, type PostingFacts, type PostingTemplate } from '@entente/kernel';
import { balanced, exact, type Leg } from './legs.ts';

/** A template turns the facts of one business event into legs. Each has a sentence and a worked example in templates.test.ts. */
type Templates = { readonly [Name in PostingTemplate]: (facts: PostingFacts[Name]) => readonly Leg[] };

const leg = (purpose: AccountPurpose, party: string | null, currency: string, amountMinor: bigint, lineId: string | null = null): Leg => ({
  purpose,
  party,
  currency,
  amountMinor,
  lineId,
});

type Place = readonly [purpose: AccountPurpose, party: string | null];
const move = (to: Place, from: Place, facts: { readonly currency: string; readonly amountMinor: number }): readonly Leg[] => {
  const amount = exact(facts.amountMinor);
  return [leg(to[0], to[1], facts.currency, amount), leg(from[0], from[1], facts.currency, -amount)];
};

function invoiced(facts: PostingFacts['invoice_issued'], sign: bigint): readonly Leg[] {
  const { accountId, currency } = facts;
  let total = 0n;
  const lines = facts.lines.flatMap(({ lineId, netMinor, taxMinor, deferred }) => {
    const [net, tax] = [exact(netMinor) * sign, exact(taxMinor) * sign];
    total += net + tax;
    return [leg(deferred ? 'deferred_revenue' : 'revenue', null, currency, -net, lineId), leg('tax_payable', null, currency, -tax, lineId)];
  });
  return [leg('customer_receivable', accountId, currency, total), ...lines];
}

function marketplaceSold(facts: PostingFacts['marketplace_sold'], sign: bigint): readonly Leg[] {
  const { marketplaceId, currency } = facts;
  const [gross, fee, tax] = [exact(facts.grossMinor) * sign, exact(facts.feeMinor) * sign, exact(facts.taxMinor) * sign];
  return [
    leg('marketplace_receivable', marketplaceId, currency, gross - fee),
    leg('marketplace_fee', null, currency, fee),
    leg('tax_payable', null, currency, -tax),
    leg('revenue', null, currency, tax - gross),
  ];
}

function received(facts: PostingFacts['payment_received']): readonly Leg[] {
  const { accountId, currency } = facts;
  const [settled, credit] = [exact(facts.amountMinor), exact(facts.creditMinor ?? 0)];
  const customer = [leg('customer_receivable', accountId, currency, -settled), leg('customer_credit', accountId, currency, -credit)];
  const other = facts.received;
  if (!other) return [leg('cash', null, currency, settled + credit), ...customer];
  if (other.currency === currency) throw new Problem('invalid_input', 'Money that came in the currency of the invoice needs no rate.');
  const [came, booked] = [exact(other.amountMinor), exact(other.bookedMinor)];
  return [
    leg('cash', null, other.currency, came),
    leg('conversion', null, other.currency, -came),
    leg('conversion', null, currency, booked),
    ...customer,
    // What was owed and what came for it, both in the invoice's currency: more owed than came is a loss, a debit.
    leg('fx_difference', null, currency, settled + credit - booked),
  ];
}

function refunded(facts: PostingFacts['payment_refunded']): readonly Leg[] {
  const { accountId, currency } = facts;
  const [amount, reopened] = [exact(facts.amountMinor), exact(facts.receivableMinor)];
  return [
    leg('customer_receivable', accountId, currency, reopened),
    leg('customer_credit', accountId, currency, amount - reopened),
    leg('cash', null, currency, -amount),
  ];
}

function converted({ from, to }: PostingFacts['currency_converted']): readonly Leg[] {
  if (from.currency === to.currency) throw new Problem('invalid_input', 'An exchange is between two currencies.');
  const [given, taken] = [exact(from.amountMinor), exact(to.amountMinor)];
  return [
    leg('cash', null, from.currency, -given),
    leg('conversion', null, from.currency, given),
    leg('cash', null, to.currency, taken),
    leg('conversion', null, to.currency, -taken),
  ];
}

/** Where a cost is borne: costs of the sale have no party, what was set aside before was set aside for the partner. */
const bearer = (bornBy: PostingFacts['earning_accrued']['bornBy'], partnerId: string): Place => [
  bornBy,
  bornBy === 'rebate_accrual' || bornBy === 'fund_liability' ? partnerId : null,
];

const templates: Templates = {
  invoice_issued: (facts) => invoiced(facts, 1n),
  invoice_credited: (facts) => invoiced(facts, -1n),
  revenue_recognised: ({ currency, lines }) =>
    lines.flatMap(({ lineId, amountMinor }) => [
      leg('deferred_revenue', null, currency, exact(amountMinor), lineId),
      leg('revenue', null, currency, -exact(amountMinor), lineId),
    ]),
  payment_received: received,
  payment_refunded: refunded,
  credit_applied: (facts) => move(['customer_credit', facts.accountId], ['customer_receivable', facts.accountId], facts),
  invoice_written_off: (facts) => move(['bad_debt', null], ['customer_receivable', facts.accountId], facts),
  marketplace_sold: (facts) => marketplaceSold(facts, 1n),
  marketplace_refunded: (facts) => marketplaceSold(facts, -1n),
  marketplace_paid: (facts) => move(['cash', null], ['marketplace_receivable', facts.marketplaceId], facts),
  earning_accrued: (facts) => move(bearer(facts.bornBy, facts.partnerId), [facts.held ? 'partner_accrued' : 'partner_payable', facts.partnerId], facts),
  earning_due: (facts) => move(['partner_accrued', facts.partnerId], ['partner_payable', facts.partnerId], facts),
  rebate_accrued: (facts) => move(['rebate_cost', null], ['rebate_accrual', facts.partnerId], facts),
  rebate_trued_up: (facts) => move(['rebate_cost', null], ['rebate_accrual', facts.partnerId], facts),
  fund_committed: (facts) => move(['fund_cost', null], ['fund_liability', facts.partnerId], facts),
  fund_released: (facts) => move(['fund_liability', facts.partnerId], ['fund_cost', null], facts),
  payout_released: (facts) => move(['partner_payable', facts.partnerId], ['payout_clearing', facts.partnerId], facts),
  payout_paid: (facts) => move(['payout_clearing', facts.partnerId], ['cash', null], facts),
  payout_returned: (facts) => move(['cash', null], ['partner_payable', facts.partnerId], facts),
  currency_converted: converted,
  adjusted: ({ legs }) => legs.map(({ purpose, partyId, currency, amountMinor }) => leg(purpose, partyId, currency, exact(amountMinor))),
};

/** The entries of an event: none of nothing, and zero in sum per currency. */
export function legsOf<Template extends PostingTemplate>(template: Template, facts: PostingFacts[Template]): readonly Leg[] {
  return balanced(templates[template](facts));
}
