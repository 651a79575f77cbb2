import type { FieldValue, Problem, Target } from './types.ts';

type Draft = Readonly<Record<string, FieldValue>>;
export type ColumnOfField = (field: string) => string | null;

const warning = (column: string | null, code: string, sentence: string): Problem => ({ column, code, sentence, severity: 'warning' });
const THIS_YEAR_OR_LATER_THAN = 2100;

function dealRules(fields: Draft, column: ColumnOfField): Problem[] {
  const problems: Problem[] = [];
  const { stage, openedOn, closedOn } = fields;
  const closed = stage === 'won' || stage === 'lost';
  if (typeof openedOn === 'string' && typeof closedOn === 'string' && closedOn < openedOn) {
    problems.push({
      column: column('closedOn'),
      code: 'closed-before-opened',
      severity: 'error',
      sentence: `The deal closes on ${closedOn}, before it opens on ${openedOn}.`,
    });
  }
  if (closed && closedOn === undefined && column('closedOn') !== null)
    problems.push(warning(column('closedOn'), 'no-close-date', `The deal is ${stage} but has no close date.`));
  const { amount } = fields;
  if (amount === undefined && stage === 'won' && column('amount') !== null)
    problems.push(warning(column('amount'), 'no-amount', 'The deal is won but has no amount.'));
  if (amount === undefined && !closed && fields['product'] !== undefined)
    problems.push(warning(column('amount'), 'no-amount', 'The row has no amount; a new deal takes the list price of its product.'));
  if (typeof amount === 'object' && 'amountMinor' in amount && amount.amountMinor < 0) {
    problems.push({ column: column('amount'), code: 'negative-amount', severity: 'error', sentence: 'The amount of a deal cannot be negative.' });
  }
  return problems;
}

function accountRules(fields: Draft, column: ColumnOfField): Problem[] {
  const { foundedYear, employees } = fields;
  const problems: Problem[] = [];
  if (typeof foundedYear === 'number' && (foundedYear < 1000 || foundedYear > THIS_YEAR_OR_LATER_THAN)) {
    problems.push({ column: column('foundedYear'), code: 'impossible-year', severity: 'error', sentence: `${foundedYear} is not a possible year.` });
  }
  if (typeof employees === 'number' && employees < 0) {
    problems.push({ column: column('employees'), code: 'negative-number', severity: 'error', sentence: 'The number of employees cannot be negative.' });
  }
  return problems;
}

/** Rules between the fields of one row, after each has been read. */
export function checkRowRules(target: Target, fields: Draft, column: ColumnOfField): Problem[] {
  switch (target.kind) {
    case 'deal':
    case 'past-outcome':
      return dealRules(fields, column);
    case 'account':
      return accountRules(fields, column);
    case 'contact':
      return (fields['name'] ?? fields['lastName'] ?? fields['firstName'] ?? fields['email'])
        ? []
        : [{ column: null, code: 'no-name', severity: 'error', sentence: 'The contact has neither a name nor an e-mail address.' }];
    default:
      return [];
  }
}
