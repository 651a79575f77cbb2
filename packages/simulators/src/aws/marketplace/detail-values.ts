import type { JsonObject } from '../wire/index.ts';
import { isObject } from '../wire/index.ts';
import { endOfDay, isDate, isDuration } from './dates.ts';
import { isDecimal } from './money.ts';

type Fault = { field: string; message: string };

/** Formats that the exported shapes have lost: amounts, dates, durations, currencies, account numbers. */
const currencies = ['USD', 'EUR', 'GBP', 'AUD', 'JPY', 'CAD'];
const netDays = ['P15D', 'P30D', 'P45D', 'P60D', 'P90D', 'P120D'];
const amount = (value: unknown): string | undefined =>
  typeof value === 'string' && isDecimal(value) && !value.startsWith('-') ? undefined : 'must be an amount that is not negative, as a text such as "100.00"';
const date = (value: unknown): string | undefined => (typeof value === 'string' && isDate(value) ? undefined : 'must be a date in ISO 8601 format');
const duration = (value: unknown): string | undefined =>
  typeof value === 'string' && isDuration(value) ? undefined : 'must be an ISO 8601 duration such as "P12M"';
const account = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{12}$/.test(value) ? undefined : 'must be an account number of 12 digits';

const checks: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  Price: amount,
  ChargeAmount: amount,
  Percentage: amount,
  ChargeDate: date,
  AvailabilityEndDate: date,
  MaximumAgreementStartDate: date,
  AgreementStartDate: date,
  AgreementEndDate: date,
  AgreementDuration: duration,
  Duration: duration,
  ResellerAccountId: account,
  CurrencyCode: (value) => (typeof value === 'string' && currencies.includes(value) ? undefined : `must be one of ${currencies.join(', ')}`),
  PaymentDuePeriod: (value) => (typeof value === 'string' && netDays.includes(value) ? undefined : `must be one of ${netDays.join(', ')}`),
};
const inFuture = new Set(['ChargeDate', 'AvailabilityEndDate', 'MaximumAgreementStartDate', 'AgreementEndDate']);

/** `ends`: an offer or authorisation that stands may be made to end at once, which is how one is taken back. */
export function valueProblems(details: JsonObject, now: Date, ends = false): Fault[] {
  const faults: Fault[] = [];
  const visit = (value: unknown, path: string, name: string): void => {
    if (Array.isArray(value)) {
      value.forEach((one, index) => {
        const wrong = name === 'BuyerAccounts' ? account(one) : undefined;
        if (wrong !== undefined) faults.push({ field: `${path}[${index}]`, message: wrong });
        visit(one, `${path}[${index}]`, '');
      });
    } else if (isObject(value)) {
      for (const [key, one] of Object.entries(value)) visit(one, path === '' ? key : `${path}.${key}`, key);
    } else if (value !== null && value !== undefined) {
      const wrong =
        checks[name]?.(value) ??
        (inFuture.has(name) && !(ends && name === 'AvailabilityEndDate') && typeof value === 'string' && endOfDay(value) <= now
          ? 'must be in the future'
          : undefined);
      if (wrong !== undefined) faults.push({ field: path, message: wrong });
    }
  };
  visit(details, '', '');
  return faults;
}

const priced = [
  'ConfigurableUpfrontPricingTerm',
  'FixedUpfrontPricingTerm',
  'UsageBasedPricingTerm',
  'RecurringPaymentTerm',
  'FreeTrialPricingTerm',
  'ByolPricingTerm',
];
const termTypes: Readonly<Record<string, readonly string[]>> = {
  UpdatePricingTerms: priced,
  UpdatePaymentScheduleTerms: ['PaymentScheduleTerm'],
  UpdateLegalTerms: ['LegalTerm'],
  UpdateValidityTerms: ['ValidityTerm'],
  UpdateRenewalTerms: ['RenewalTerm'],
  UpdateSupportTerms: ['SupportTerm'],
};
/** The shapes of offers let any type of term stand anywhere; the service does not. */
export function termProblems(entityType: string, changeType: string, details: JsonObject): Fault[] {
  const allowed = entityType === 'Offer@1.0' ? termTypes[changeType] : undefined;
  const terms = details['Terms'];
  if (allowed === undefined || !Array.isArray(terms)) return [];
  return terms.flatMap((term, index) => {
    const type = isObject(term) ? term['Type'] : undefined;
    return typeof type === 'string' && allowed.includes(type) ? [] : [{ field: `Terms[${index}].Type`, message: `must be one of ${allowed.join(', ')}` }];
  });
}
