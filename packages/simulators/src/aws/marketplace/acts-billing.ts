import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';
import { given, must, needed, optional } from './act-inputs.ts';
import { payInvoices, refundInvoice, runInvoices } from './billing.ts';
import { runDisbursement } from './disbursement.ts';
import type { Marketplace } from './context.ts';
import { isDecimal } from './money.ts';
import { runAgreements } from './agreements.ts';

const percents = ['listingFeePercent', 'renewalFeePercent', 'resellerFeePercent', 'taxPercent'] as const;
const numbers = ['changeSetSeconds', 'licenseDelaySeconds', 'paymentDays', 'feedRefreshHours'] as const;

export function billingActs(marketplace: Marketplace): readonly ActorAct[] {
  return [
    {
      name: 'run-invoices',
      title: 'AWS invoices what is due, with the usage so far',
      fields: [optional('agreementId', 'Only this agreement')],
      run: (input) => ({
        invoices: runInvoices(marketplace, given(input, 'agreementId')).map(({ id, agreementId, gross, currency }) => ({
          id,
          agreementId,
          amount: gross[0],
          currency,
        })),
      }),
    },
    {
      name: 'pay-invoices',
      title: 'Buyers pay',
      fields: [optional('invoiceId', 'Only this invoice'), optional('buyerAccount', 'Only this buyer')],
      run: (input) => ({ paid: payInvoices(marketplace, { invoiceId: given(input, 'invoiceId'), buyer: given(input, 'buyerAccount') }) }),
    },
    {
      name: 'run-disbursement',
      title: 'AWS pays out what was collected',
      fields: [],
      run: () => ({
        disbursements: runDisbursement(marketplace).map(({ account, amount, currency, billing_event_id: id }) => ({ id, account, amount, currency })),
      }),
    },
    {
      name: 'refund-invoice',
      title: 'AWS refunds an invoice, in whole or in part',
      fields: [needed('invoiceId', 'Invoice'), optional('amount', 'Amount; empty for all of it')],
      run(input) {
        const amount = given(input, 'amount');
        if (amount !== undefined && !isDecimal(amount)) throw new ActRefused(`${amount} is not an amount.`);
        const { id, gross, currency } = refundInvoice(marketplace, must(input, 'invoiceId'), amount);
        return { creditMemo: id, amount: gross[0], currency };
      },
    },
    {
      name: 'set-marketplace',
      title: 'Set fees, taxes and delays of the marketplace',
      fields: [
        ...percents.map((name) => optional(name, name)),
        ...numbers.map((name) => optional(name, name)),
        optional('taxRemittedBy', 'taxRemittedBy', ['aws', 'seller']),
      ],
      run(input) {
        const { settings } = marketplace.store;
        const changes: Partial<typeof settings> = {};
        for (const name of percents) {
          const value = given(input, name);
          if (value !== undefined && (!isDecimal(value) || value.startsWith('-') || Number(value) > 100))
            throw new ActRefused(`${name} must be from 0 to 100.`);
          if (value !== undefined) changes[name] = value;
        }
        for (const name of numbers) {
          const value = Number(given(input, name) ?? settings[name]);
          if (!Number.isSafeInteger(value) || value < 0) throw new ActRefused(`${name} must be a whole number.`);
          changes[name] = value;
        }
        const by = given(input, 'taxRemittedBy');
        if (by === 'aws' || by === 'seller') changes.taxRemittedBy = by;
        Object.assign(settings, changes);
        runAgreements(marketplace);
        return { ...settings };
      },
    },
  ];
}
