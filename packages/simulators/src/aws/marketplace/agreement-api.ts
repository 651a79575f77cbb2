import { checkShape } from '../constraints/index.ts';
import { AwsError, isObject } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { agreementConflict, invalidAgreement, noAgreement } from './agreement-errors.ts';
import { endBehaviour, partiesAndTimes, readPage, searchAgreements } from './agreement-search.ts';
import { endAgreement } from './agreements.ts';
import type { Marketplace } from './context.ts';
import { epoch, startOfDay } from './dates.ts';
import type { Agreement, Invoice, Term } from './model.ts';
import { page } from './paging.ts';
import { register } from './registrations.ts';

type Operation = (marketplace: Marketplace, account: string, input: JsonObject) => JsonObject;
type Reader = 'proposer' | 'acceptor' | 'manufacturer';

/** The manufacturer of a channel sale may see that the agreement exists, not what the buyer pays. */
function readable(marketplace: Marketplace, account: string, input: JsonObject, readers: readonly Reader[]): Agreement {
  const id = input['agreementId'];
  if (id === undefined) throw invalidAgreement('MISSING_AGREEMENT_ID', 'agreementId is needed.', 'agreementId');
  const wrong = checkShape('agreement', 'AgreementId', id);
  if (wrong !== undefined || typeof id !== 'string')
    throw invalidAgreement('INVALID_AGREEMENT_ID', wrong?.message ?? 'agreementId must be a text.', 'agreementId');
  const agreement = marketplace.store.agreements.get(id);
  if (agreement === undefined) throw noAgreement(id);
  const is: Readonly<Record<Reader, boolean>> = {
    proposer: agreement.sellers[0] === account,
    acceptor: agreement.acceptor === account,
    manufacturer: agreement.sellers.at(-1) === account,
  };
  if (readers.some((reader) => is[reader])) return agreement;
  if (is.manufacturer)
    throw new AwsError('AccessDeniedException', 'Only the parties of the agreement may read this.', { status: 403, members: { reason: 'INVALID_ACCESS' } });
  throw noAgreement(id);
}
const parties: readonly Reader[] = ['proposer', 'acceptor'];

const describeAgreement: Operation = (marketplace, account, input) => {
  const agreement = readable(marketplace, account, input, [...parties, 'manufacturer']);
  const mayReadMoney = agreement.sellers[0] === account || agreement.acceptor === account;
  return {
    ...partiesAndTimes(agreement),
    ...(mayReadMoney ? { estimatedCharges: { currencyCode: agreement.currency, agreementValue: agreement.value } } : {}),
    endTimeBehavior: endBehaviour(agreement),
  };
};

const listed = (input: JsonObject, name: string, all: readonly JsonObject[]): JsonObject => {
  const { size, from } = readPage(input);
  const { items, nextToken } = page(all, from, size);
  return { [name]: items, ...(nextToken === undefined ? {} : { nextToken }) };
};

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [lower(key), key.endsWith('Date') && typeof one === 'string' ? startOfDay(one).getTime() / 1000 : spelled(one)]),
  );
}
/** The catalog's term in the words of this service: a union named after its type. */
const acceptedTerm = (agreement: Agreement, term: Term): JsonObject => {
  const configuration = configurationOf(agreement, term);
  return { [lower(term.Type)]: { ...(spelled(term) as JsonObject), type: term.Type, ...(configuration === undefined ? {} : { configuration }) } };
};
function configurationOf(agreement: Agreement, term: Term): JsonObject | undefined {
  if (term.Type === 'RenewalTerm') return { enableAutoRenew: agreement.autoRenew };
  if (term.Type !== 'ConfigurableUpfrontPricingTerm') return undefined;
  const [card] = term.RateCards ?? [];
  const dimensions = (card?.RateCard ?? []).flatMap(({ DimensionKey }) =>
    agreement.grants[DimensionKey] === undefined ? [] : [{ dimensionKey: DimensionKey, dimensionValue: agreement.grants[DimensionKey] }],
  );
  return { selectorValue: card?.Selector?.Value ?? 'P12M', dimensions };
}

const getAgreementTerms: Operation = (marketplace, account, input) => {
  const agreement = readable(marketplace, account, input, parties);
  return listed(
    input,
    'acceptedTerms',
    agreement.terms.map((term) => acceptedTerm(agreement, term)),
  );
};

const reasons: Readonly<Record<string, [status: string, reason: string]>> = {
  PENDING: ['PENDING', 'PROVISIONING_IN_PROGRESS'],
  SCHEDULED: ['SCHEDULED', 'FUTURE_START_DATE'],
  PROVISIONED: ['PROVISIONED', 'AGREEMENT_ACTIVE'],
  DEPROVISIONED: ['DEPROVISIONED', 'AGREEMENT_INACTIVE'],
};
const getAgreementEntitlements: Operation = (marketplace, account, input) => {
  const agreement = readable(marketplace, account, input, parties);
  const license = marketplace.store.licenses.get(agreement.licenseArn);
  const [status = 'FAILED', statusReasonCode] = reasons[license?.status ?? ''] ?? [];
  const token = agreement.acceptor === account && status === 'PROVISIONED' ? { registrationToken: register(marketplace, agreement.licenseArn, 30).token } : {};
  return listed(input, 'agreementEntitlements', [
    {
      resource: { id: agreement.productId, type: 'SaaSProduct' },
      type: 'aws:licensemanager',
      status,
      statusReasonCode,
      licenseArn: agreement.licenseArn,
      ...token,
    },
  ]);
};

const listAgreementCharges: Operation = (marketplace, account, input) => {
  const only = input['agreementId'] === undefined ? undefined : readable(marketplace, account, input, parties).id;
  const charges = [...marketplace.store.charges.values()].filter(({ agreementId }) => {
    const agreement = marketplace.store.agreements.get(agreementId);
    return (only === undefined || agreementId === only) && (agreement?.acceptor === account || agreement?.sellers[0] === account);
  });
  return listed(
    input,
    'items',
    charges
      .toSorted((left, right) => left.time.localeCompare(right.time) || left.id.localeCompare(right.id))
      .map(({ id, agreementId, currency, gross, time }) => ({
        id,
        revision: 1,
        agreementId,
        agreementType: 'PurchaseAgreement',
        currencyCode: currency,
        amount: gross[0],
        time: epoch(time),
      })),
  );
};

const listInvoices: Operation = (marketplace, account, input) => {
  const agreement = readable(marketplace, account, input, ['proposer', 'acceptor']);
  if (input['groupBy'] !== 'INVOICE_ID') throw invalidAgreement('OTHER', 'groupBy must be INVOICE_ID.', 'groupBy');
  const { invoiceId, invoiceType, beforeIssuedTime, afterIssuedTime, invoiceBillingPeriod } = input;
  const month = invoiceBillingPeriod as { month: number; year: number } | undefined;
  const wanted = (invoice: Invoice): boolean =>
    invoice.agreementId === agreement.id &&
    (invoiceId === undefined || invoice.id === invoiceId) &&
    (invoiceType === undefined || invoice.type === invoiceType) &&
    (typeof beforeIssuedTime !== 'number' || epoch(invoice.issued) < beforeIssuedTime) &&
    (typeof afterIssuedTime !== 'number' || epoch(invoice.issued) > afterIssuedTime) &&
    (month === undefined || invoice.issued.startsWith(`${month.year}-${String(month.month).padStart(2, '0')}`));
  const invoices = [...marketplace.store.invoices.values()].filter(wanted);
  return listed(
    input,
    'agreementInvoiceLineItemGroupSummaries',
    invoices.map((invoice) => ({
      agreementId: agreement.id,
      invoiceId: invoice.id,
      pricingCurrencyAmount: { amount: invoice.gross[0], currencyCode: invoice.currency },
      invoiceBillingPeriod: { month: Number(invoice.issued.slice(5, 7)), year: Number(invoice.issued.slice(0, 4)) },
      issuedTime: epoch(invoice.issued),
      invoiceType: invoice.type,
      invoicingEntity: { legalName: 'Amazon Web Services, Inc.' },
    })),
  );
};

const cancelAgreement: Operation = (marketplace, account, input) => {
  const agreement = readable(marketplace, account, input, ['acceptor']);
  if (agreement.status !== 'ACTIVE') throw agreementConflict(agreement.id, `The agreement is ${agreement.status}.`);
  endAgreement(marketplace, agreement, 'CANCELLED');
  return {};
};

export const agreementOperations: Readonly<Record<string, Operation>> = {
  SearchAgreements: searchAgreements,
  DescribeAgreement: describeAgreement,
  GetAgreementTerms: getAgreementTerms,
  GetAgreementEntitlements: getAgreementEntitlements,
  ListAgreementCharges: listAgreementCharges,
  ListAgreementInvoiceLineItems: listInvoices,
  CancelAgreement: cancelAgreement,
};
