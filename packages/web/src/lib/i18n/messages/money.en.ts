import { explanationEn } from './explanation.en.ts';

export const moneyEn = {
  ...explanationEn,
  'money.title': 'Money',
  'money.quotes': 'Quotes',
  'money.pricing': 'Pricing',
  'money.subscriptions': 'Subscriptions',
  'money.invoices': 'Invoices',
  'money.splits': 'Splits',
  'money.incentives': 'Incentives',
  'money.funds': 'Funds',
  'money.payouts': 'Payouts',
  'money.ledger': 'Ledger',
  'money.none': 'Nothing here is open to your role',
  'money.none.detail': 'Ask an owner or admin of the workspace.',
};
