/** What is typed stays on this device until it is submitted: a lost line or a closed tab costs nothing. */
export type Typed = {
  customerDomain: string;
  contactEmail: string;
  valueBand: string;
  closeOn: string;
  kind: string;
  companyName: string;
  contactName: string;
  country: string;
  amount: string;
  story: string;
  productIds: readonly string[];
  forPartnerId: string;
};
export const nothingTyped: Typed = {
  customerDomain: '',
  contactEmail: '',
  valueBand: '',
  closeOn: '',
  kind: 'sourcing',
  companyName: '',
  contactName: '',
  country: '',
  amount: '',
  story: '',
  productIds: [],
  forPartnerId: '',
};

const keyOf = (partnerId: string): string => `entente.portal.draft.${partnerId}`;

export function typedFrom(text: string | null): Typed | undefined {
  if (text === null) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return undefined;
    const read = (name: keyof Typed): string => {
      const value: unknown = Reflect.get(body, name);
      return typeof value === 'string' ? value : '';
    };
    const products: unknown = Reflect.get(body, 'productIds');
    return {
      customerDomain: read('customerDomain'),
      contactEmail: read('contactEmail'),
      valueBand: read('valueBand'),
      closeOn: read('closeOn'),
      kind: read('kind') || nothingTyped.kind,
      companyName: read('companyName'),
      contactName: read('contactName'),
      country: read('country'),
      amount: read('amount'),
      story: read('story'),
      productIds: Array.isArray(products) ? products.filter((entry) => typeof entry === 'string') : [],
      forPartnerId: read('forPartnerId'),
    };
  } catch {
    return undefined;
  }
}

export const readDraft = (partnerId: string): Typed | undefined => typedFrom(localStorage.getItem(keyOf(partnerId)));
export const keepDraft = (partnerId: string, typed: Typed): void => localStorage.setItem(keyOf(partnerId), JSON.stringify(typed));
export const dropDraft = (partnerId: string): void => localStorage.removeItem(keyOf(partnerId));

/** "https://www.Example.com/about" is the customer example.com; the server decides what the domain really is. */
export const domainIn = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');

export type Missing = Partial<Record<'customerDomain' | 'contactEmail' | 'valueBand' | 'closeOn', true>>;
export function missingIn(typed: Typed): Missing {
  return {
    ...(/^[^\s.]+(?:\.[^\s.]+)+$/.test(domainIn(typed.customerDomain)) ? {} : { customerDomain: true }),
    ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.contactEmail.trim()) ? {} : { contactEmail: true }),
    ...(typed.valueBand === '' ? { valueBand: true } : {}),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(typed.closeOn) ? {} : { closeOn: true }),
  };
}
