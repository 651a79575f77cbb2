import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { isFreeMail } from './free-mail.ts';

export type WebDomain =
  | { readonly ok: true; readonly domain: string }
  | { readonly ok: false; readonly code: 'not_a_domain' | 'free_mail'; readonly sentence: string };

/**
 * The one form in which a company's domain is kept and compared: registrable, lower case, punycode. It takes what people paste:
 * an address of a page, a mail address, a host name. Sites under a shared suffix (acme.github.io) stay apart.
 */
export function normaliseDomain(text: string): WebDomain {
  const host = domainToASCII(hostOf(text));
  const domain = host === '' ? null : getDomain(host, { allowPrivateDomains: true });
  if (domain === null)
    return { ok: false, code: 'not_a_domain', sentence: `“${text.trim().slice(0, 100)}” is not a domain of a company. Write it like acme.com.` };
  if (isFreeMail(domain)) return { ok: false, code: 'free_mail', sentence: `${domain} is a mail provider for everybody and says nothing about the company.` };
  return { ok: true, domain };
}

function hostOf(text: string): string {
  const withoutProtocol = text
    .trim()
    .toLowerCase()
    .replace(/^(?:[a-z][a-z0-9+-]*:)?\/\/|^mailto:/, '');
  const authority = withoutProtocol.split(/[/?#\\]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return host.replace(/:\d*$/, '').replace(/\.+$/, '');
}

/**
 * What a family of domains has in common: acme in acme.com, acme.de and shop.acme.co.uk. Two companies can share it, so it is a
 * reason to look, never a proof.
 */
export function familyOf(domain: string): string {
  return domain.split('.', 1)[0] ?? domain;
}

/** The domain of a mail address in its one form, free providers included; null when it is none. */
export function mailDomainOf(address: string): { domain: string; free: boolean } | null {
  const result = normaliseDomain(address.slice(address.lastIndexOf('@') + 1));
  if (result.ok) return { domain: result.domain, free: false };
  if (result.code !== 'free_mail') return null;
  return {
    domain: address
      .slice(address.lastIndexOf('@') + 1)
      .trim()
      .toLowerCase(),
    free: true,
  };
}
