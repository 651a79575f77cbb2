/** The registered name of a site, as far as an address tells it. */
export function domainOf(website: string | null): string | null {
  if (website === null || website.trim() === '') return null;
  const text = /^[a-z]+:\/\//i.test(website) ? website : `https://${website}`;
  if (!URL.canParse(text)) return null;
  const host = new URL(text).hostname
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  return host.includes('.') ? host : null;
}
