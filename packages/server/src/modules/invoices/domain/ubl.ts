import type { InvoiceParty, InvoiceSeller } from '@entente/contracts';
import { addDays, decimal, fraction, majorOf, minorDigits, Problem, toDecimal } from '@entente/kernel';
import { create } from 'xmlbuilder2';
import { amountOf } from './line.ts';
import { taxTotals, type TaxedAmount } from './totals.ts';

export type DocumentLine = TaxedAmount & {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
};
export type Document = {
  readonly kind: 'invoice' | 'credit_note';
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string | null;
  readonly currency: string;
  readonly notes: readonly string[];
  readonly orderNumber: string | null;
  /** The invoice that a credit note refers to. */
  readonly refersTo: { readonly number: string; readonly issuedOn: string } | null;
  readonly seller: InvoiceSeller;
  readonly buyer: InvoiceParty;
  readonly lines: readonly DocumentLine[];
};
type Node = Readonly<Record<string, unknown>>;
const INVOICE = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';
const CREDIT_NOTE = 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2';

/** EN 16931 knows two decimals (BR-DEC): currencies with a third are written where it is nothing, and refused otherwise. */
function amountText(amountMinor: bigint, currency: string): string {
  const over = minorDigits(currency) - 2;
  if (over <= 0) return majorOf(amountMinor, currency);
  if (amountMinor % 10n ** BigInt(over) !== 0n)
    throw new Problem('unsupported', `EN 16931 has amounts of two decimals, and this document has a third in ${currency}. Send it as PDF.`, {
      reason: 'decimals',
    });
  return toDecimal(fraction(amountMinor, 10n ** BigInt(minorDigits(currency))), 2);
}

/** UBL 2.1 by EN 16931: what the law asks of an invoice, and nothing that the invoice does not say. */
export function ublOf(document: Document): string {
  const invoice = document.kind === 'invoice';
  const money = (amountMinor: bigint): Node => ({ '@currencyID': document.currency, '#': amountText(amountMinor, document.currency) });
  const net = document.lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
  const tax = document.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0n);
  const { seller, buyer } = document;
  const root = {
    '@xmlns': invoice ? INVOICE : CREDIT_NOTE,
    '@xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
    '@xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    'cbc:CustomizationID': 'urn:cen.eu:en16931:2017',
    'cbc:ID': document.number,
    'cbc:IssueDate': document.issuedOn,
    ...(invoice && document.dueOn !== null ? { 'cbc:DueDate': document.dueOn } : {}),
    ...(invoice ? { 'cbc:InvoiceTypeCode': '380' } : { 'cbc:CreditNoteTypeCode': '381' }),
    ...(document.notes.length > 0 ? { 'cbc:Note': document.notes.join('\n') } : {}),
    'cbc:DocumentCurrencyCode': document.currency,
    ...(document.orderNumber === null ? {} : { 'cac:OrderReference': { 'cbc:ID': document.orderNumber } }),
    ...(document.refersTo === null
      ? {}
      : { 'cac:BillingReference': { 'cac:InvoiceDocumentReference': { 'cbc:ID': document.refersTo.number, 'cbc:IssueDate': document.refersTo.issuedOn } } }),
    'cac:AccountingSupplierParty': { 'cac:Party': party(seller) },
    'cac:AccountingCustomerParty': { 'cac:Party': party(buyer) },
    ...(invoice && seller.iban !== null ? { 'cac:PaymentMeans': paymentMeans(seller, document.number) } : {}),
    'cac:TaxTotal': {
      'cbc:TaxAmount': money(tax),
      'cac:TaxSubtotal': taxTotals(document.lines).map((total) => ({
        'cbc:TaxableAmount': money(total.netMinor),
        'cbc:TaxAmount': money(total.taxMinor),
        'cac:TaxCategory': {
          ...category(total),
          ...(total.exemptionReason === null || total.code === 'S' || total.code === 'Z' ? {} : { 'cbc:TaxExemptionReason': total.exemptionReason }),
          ...VAT,
        },
      })),
    },
    'cac:LegalMonetaryTotal': {
      'cbc:LineExtensionAmount': money(net),
      'cbc:TaxExclusiveAmount': money(net),
      'cbc:TaxInclusiveAmount': money(net + tax),
      'cbc:PayableAmount': money(net + tax),
    },
    [invoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine']: document.lines.map((line, index) => lineOf(line, index, document, money)),
  };
  return create({ version: '1.0', encoding: 'UTF-8' }, { [invoice ? 'Invoice' : 'CreditNote']: root }).end({ prettyPrint: true });
}

const VAT = { 'cac:TaxScheme': { 'cbc:ID': 'VAT' } };
/** What lies outside the scope of tax has no rate (BR-O-05). */
const category = ({ code, rate }: Pick<TaxedAmount, 'code' | 'rate'>): Node => ({ 'cbc:ID': code, ...(code === 'O' ? {} : { 'cbc:Percent': rate }) });

function party(of: InvoiceParty): Node {
  return {
    ...(of.peppol === null ? {} : { 'cbc:EndpointID': { '@schemeID': of.peppol.scheme, '#': of.peppol.endpoint } }),
    'cac:PostalAddress': {
      ...(of.street === null ? {} : { 'cbc:StreetName': of.street }),
      ...(of.city === null ? {} : { 'cbc:CityName': of.city }),
      ...(of.postalCode === null ? {} : { 'cbc:PostalZone': of.postalCode }),
      'cac:Country': { 'cbc:IdentificationCode': of.country },
    },
    ...(of.taxId === null ? {} : { 'cac:PartyTaxScheme': { 'cbc:CompanyID': of.taxId, ...VAT } }),
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': of.legalName, ...(of.legalId === null ? {} : { 'cbc:CompanyID': of.legalId }) },
    ...(of.email === null ? {} : { 'cac:Contact': { 'cbc:ElectronicMail': of.email } }),
  };
}

const paymentMeans = (seller: InvoiceSeller, number: string): Node => ({
  'cbc:PaymentMeansCode': '30',
  'cbc:PaymentID': number,
  'cac:PayeeFinancialAccount': { 'cbc:ID': seller.iban, ...(seller.bic === null ? {} : { 'cac:FinancialInstitutionBranch': { 'cbc:ID': seller.bic } }) },
});

/** A price is never negative (BR-27): what gives back has a negative quantity. Where no single price makes the amount, the line is one of it. */
function lineOf(line: DocumentLine, index: number, { currency, kind }: Document, money: (amountMinor: bigint) => Node): Node {
  const priced = line.unitPrice !== null && decimal(line.quantity).numerator !== 0n && amountOf(line.quantity, line.unitPrice, currency) === line.netMinor;
  const back = line.netMinor < 0n;
  const quantity = priced ? line.quantity : back ? '-1' : '1';
  const price = priced ? (line.unitPrice ?? '0') : amountText(back ? -line.netMinor : line.netMinor, currency);
  return {
    'cbc:ID': String(index + 1),
    ...(priced || line.quantity === '1' ? {} : { 'cbc:Note': `Quantity: ${line.quantity}` }),
    [kind === 'invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity']: { '@unitCode': 'C62', '#': quantity },
    'cbc:LineExtensionAmount': money(line.netMinor),
    // The last day counts there; our periods are half-open.
    ...(line.period === null ? {} : { 'cac:InvoicePeriod': { 'cbc:StartDate': line.period.from, 'cbc:EndDate': addDays(line.period.to, -1) } }),
    'cac:Item': { 'cbc:Name': line.description, 'cac:ClassifiedTaxCategory': { ...category(line), ...VAT } },
    'cac:Price': { 'cbc:PriceAmount': { '@currencyID': currency, '#': price } },
  };
}
