import providers from 'email-providers/all.json' with { type: 'json' };

/** Mail providers for everybody: such an address says nothing about the company, and would merge strangers when duplicates are looked for. */
const freeMail: ReadonlySet<string> = new Set(providers);

export const isFreeMail = (domain: string): boolean => freeMail.has(domain);
