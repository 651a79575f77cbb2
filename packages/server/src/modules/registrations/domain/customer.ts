import { normaliseDomain } from '@entente/account-matching';
import { Problem } from '@entente/kernel';

/** The customer's domain in its one form, or a refusal that says what is wrong with it. */
export function domainText(given: string): string {
  const result = normaliseDomain(given);
  if (result.ok) return result.domain;
  const sentence = result.code === 'free_mail' ? `${result.sentence} Give the website of the customer.` : result.sentence;
  throw new Problem('invalid_input', sentence, { fields: [{ path: 'customerDomain', code: result.code, sentence }] });
}

/** "aurora-health.com" is called Aurora Health until somebody knows better. */
export function nameFromDomain(domain: string): string {
  const label = domain.split('.', 1)[0] ?? domain;
  return label
    .split('-')
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
