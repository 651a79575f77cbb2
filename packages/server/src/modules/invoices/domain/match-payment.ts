/** What the reference of a bank line names: invoice numbers are compared by letters and digits alone, as people write them anyhow. */
const bare = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

export type OpenInvoice = {
  readonly id: string;
  readonly number: string;
  readonly accountId: string;
  readonly currency: string;
  readonly openMinor: number;
  readonly dueOn: string;
};

/** Invoices named in a reference, the longest numbers first, so that one number inside another is not taken for both. */
export function namedInvoices<Invoice extends { readonly number: string }>(reference: string | null, invoices: readonly Invoice[]): Invoice[] {
  if (reference === null) return [];
  let text = bare(reference);
  const found: Invoice[] = [];
  for (const invoice of [...invoices].sort((a, b) => bare(b.number).length - bare(a.number).length)) {
    const number = bare(invoice.number);
    const at = text.indexOf(number);
    // A digit behind it makes it another number.
    if (at < 0 || /\d/.test(text[at + number.length] ?? '')) continue;
    found.push(invoice);
    text = text.slice(0, at) + '|' + text.slice(at + number.length);
  }
  return found;
}

export const sameName = (left: string, right: string): boolean => nameKey(left) === nameKey(right) && nameKey(left) !== '';
const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
