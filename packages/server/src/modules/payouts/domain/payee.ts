/** Where a payee lives or a company is registered. */
export type Address = { readonly street: string; readonly city: string; readonly postalCode: string; readonly region: string | null; readonly country: string };
export type TaxForm = { readonly kind: 'w9' | 'w8ben' | 'w8bene' | 'vat' | 'other'; readonly fileId: string | null; readonly validUntil: string };
export type Language = 'en' | 'ar';

/** A partner as somebody who is paid. The account itself stays sealed. */
export type Payee = {
  readonly partnerId: string;
  readonly legalName: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly taxForm: TaxForm | null;
  readonly bankSealed: string | null;
  readonly bankMask: string | null;
  readonly bankReturned: boolean;
  readonly currency: string | null;
  readonly minimums: Readonly<Record<string, number>>;
  readonly language: Language;
  readonly complianceHold: string | null;
  readonly hold: string | null;
  readonly version: number;
};
export const emptyPayee = (partnerId: string): Payee => ({
  partnerId,
  legalName: null,
  address: null,
  taxId: null,
  taxForm: null,
  bankSealed: null,
  bankMask: null,
  bankReturned: false,
  currency: null,
  minimums: {},
  language: 'en',
  complianceHold: null,
  hold: null,
  version: 0,
});
