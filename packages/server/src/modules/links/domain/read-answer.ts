import type { LinkPurpose } from '@entente/kernel';
import { isDay, type Field } from './form.ts';

export type ReadAnswer = { readonly verb: string; readonly fields: Readonly<Record<string, string>>; readonly missing: readonly string[] };
export type Band = { readonly key: string; readonly fromMinor: number; readonly toMinor: number | null };
export type MailFacts = {
  readonly bands: readonly Band[];
  readonly currency: string | null;
  readonly minorDigits: number;
  /** What the form offers: the days of an extension, for one. */
  readonly fields: readonly Field[];
};

/** What somebody wrote, as the form of the link would have taken it; and what it lacks, in words for the answer. */
export function readAnswer(purpose: LinkPurpose, words: string, facts: MailFacts): ReadAnswer {
  switch (purpose) {
    case 'register':
      return registration(words, facts);
    case 'update': {
      const { pairs, rest } = named(words);
      const close = pairs.get('close');
      const closeOn = close === undefined ? null : dayIn(close);
      return {
        verb: 'report',
        fields: { note: close === undefined ? words : rest || words, ...(closeOn ? { closeOn } : {}) },
        missing: [...(words === '' ? ['a sentence on how the deal stands'] : []), ...(close !== undefined && !closeOn ? [UNREADABLE_DAY] : [])],
      };
    }
    case 'answer':
      return { verb: 'answer', fields: { text: words }, missing: words === '' ? ['your answer'] : [] };
    case 'extend': {
      const { pairs, rest } = named(words);
      const days =
        /\b(\d{1,3})\s*(?:days?|tage?|jours?|días?)\b/i.exec(words)?.[1] ?? pairs.get('days') ?? facts.fields.find((one) => one.name === 'days')?.value ?? '';
      const reason = pairs.get('reason') ?? (pairs.has('days') ? rest : words);
      return {
        verb: 'ask_extension',
        fields: { days: days.trim(), reason },
        missing: [...(days === '' ? ['for how many days (“days: 30”)'] : []), ...(reason === '' ? ['why it takes longer'] : [])],
      };
    }
    case 'accept_lead':
      return leadAnswer(words);
    case 'evidence':
      return { verb: 'add', fields: { body: words }, missing: words === '' ? ['your evidence'] : [] };
  }
}

const UNREADABLE_DAY = 'a day we can read (“close: 2026-12-31”)';

function leadAnswer(words: string): ReadAnswer {
  const first = /^\W*(\p{L}+)/u.exec(words)?.[1]?.toLowerCase() ?? '';
  if (['accept', 'accepted', 'yes', 'ok', 'ja', 'oui', 'sí', 'si'].includes(first)) return { verb: 'accept', fields: {}, missing: [] };
  if (['decline', 'declined', 'no', 'nein', 'non'].includes(first)) {
    const reason = words.replace(/^\W*\p{L}+[\s,.:;–-]*/u, '').trim();
    return { verb: 'decline', fields: { reason }, missing: reason === '' ? ['a reason behind “decline”'] : [] };
  }
  return { verb: '', fields: {}, missing: ['“accept”, or “decline” with a reason, as the first word'] };
}

const KEYS: Readonly<Record<string, string>> = {
  customer: 'customer',
  domain: 'customer',
  'customer domain': 'customer',
  kunde: 'customer',
  contact: 'contact',
  'contact mail': 'contact',
  'contact email': 'contact',
  mail: 'contact',
  email: 'contact',
  value: 'value',
  amount: 'value',
  close: 'close',
  'close date': 'close',
  'expected close': 'close',
  closing: 'close',
  company: 'company',
  name: 'company',
  days: 'days',
  reason: 'reason',
};

/** Lines of the form “name: value”, in any order and also several on a line; and what is left. */
function named(words: string): { pairs: ReadonlyMap<string, string>; rest: string } {
  const pairs = new Map<string, string>();
  const rest: string[] = [];
  for (const line of words.split('\n')) {
    // “customer: acme.example, contact: jo@acme.example” is two.
    const parts = line.split(/[,;]\s*(?=[\p{L} ]{3,20}\s*[:=])/u);
    let known = false;
    for (const part of parts) {
      const match = /^[\s*•-]*([\p{L} -]{3,20}?)\s*[:=]\s*(.+)$/u.exec(part);
      const key = KEYS[match?.[1]?.toLowerCase().replaceAll('-', ' ') ?? ''];
      if (!match || key === undefined || pairs.has(key)) continue;
      pairs.set(key, (match[2] ?? '').trim());
      known = true;
    }
    if (!known) rest.push(line);
  }
  return { pairs, rest: rest.join('\n').trim() };
}

function registration(words: string, facts: MailFacts): ReadAnswer {
  const { pairs, rest } = named(words);
  const missing: string[] = [];
  const fields: Record<string, string> = {};
  const put = (name: string, value: string | null, lack: string): void => {
    if (value === null || value === '') missing.push(lack);
    else fields[name] = value;
  };
  put('customerDomain', domainIn(pairs.get('customer') ?? ''), 'the customer’s domain (“customer: acme.example”)');
  put(
    'contactEmail',
    /[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:]+/.exec(pairs.get('contact') ?? '')?.[0] ?? null,
    'the mail address of a contact there (“contact: jo@acme.example”)',
  );
  const amount = amountIn(pairs.get('value') ?? '', facts);
  put('valueBand', amount?.band ?? null, `the value of the deal${facts.currency === null ? '' : ` in ${facts.currency}`} (“value: 30,000”)`);
  if (amount?.minor !== null && amount?.minor !== undefined) fields['amountMinor'] = String(amount.minor);
  put('closeOn', dayIn(pairs.get('close') ?? ''), 'when it is expected to close (“close: 2026-12-31”)');
  const company = pairs.get('company');
  if (company) fields['companyName'] = company.slice(0, 200);
  if (rest !== '') fields['story'] = rest.slice(0, 4000);
  return { verb: 'register', fields, missing };
}

function domainIn(text: string): string | null {
  const host = /(?:https?:\/\/)?(?:[^\s@/]+@)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]+)/u.exec(text)?.[1];
  return host === undefined ? null : host.toLowerCase();
}

/** “30k”, “EUR 30,000”, “1.2 million”; a band’s own key. Another currency is not read as this one. */
function amountIn(text: string, facts: MailFacts): { band: string; minor: number | null } | null {
  const named = facts.bands.find((band) => band.key === text.trim().toLowerCase());
  if (named) return { band: named.key, minor: null };
  const currency = /\b([A-Z]{3})\b/.exec(text)?.[1];
  if (currency !== undefined && facts.currency !== null && currency !== facts.currency) return null;
  const match = /(\d[\d., '’]*)\s*(k|m|thousand|million|tsd|mio)?\b/i.exec(text);
  if (!match) return null;
  const number = numberIn((match[1] ?? '').trim());
  if (number === null) return null;
  const word = (match[2] ?? '').toLowerCase();
  const factor = word === '' ? 1 : word.startsWith('k') || word.startsWith('t') ? 1_000 : 1_000_000;
  const minor = Math.round(number * factor * 10 ** facts.minorDigits);
  if (!Number.isSafeInteger(minor)) return null;
  const band = facts.bands.find((one) => minor >= one.fromMinor && (one.toMinor === null || minor < one.toMinor)) ?? null;
  return band === null ? null : { band: band.key, minor };
}

/** A last group of three digits is thousands, of one or two is a fraction: “30,000”, “30.000”, “1.5”. */
function numberIn(text: string): number | null {
  const bare = text.replaceAll(/[ '’]/g, '').replace(/[.,]+$/, '');
  const last = /[.,](\d+)$/.exec(bare);
  const whole = last && last[1]?.length !== 3 ? bare.slice(0, last.index) : bare;
  const digits = whole.replaceAll(/[.,]/g, '');
  if (!/^\d{1,15}$/.test(digits)) return null;
  return Number(last && last[1]?.length !== 3 ? `${digits}.${last[1]}` : digits);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 2026-12-31, 31.12.2026, 31 December 2026, December 31, 2026, December 2026 (its last day). What could be two days is none. */
export function dayIn(text: string): string | null {
  const iso = /\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b/.exec(text);
  if (iso) return made(iso[1], Number(iso[2]), iso[3]);
  const dotted = /\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b/.exec(text);
  if (dotted) return made(dotted[3], Number(dotted[2]), dotted[1]);
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})\b/i.exec(text);
  if (dayFirst) return made(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = /\b([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i.exec(text);
  if (monthFirst) return made(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  const month = /\b([a-z]{3})[a-z]*\.?\s+(\d{4})\b/i.exec(text);
  if (!month || monthOf(month[1]) === 0) return null;
  return new Date(Date.UTC(Number(month[2]), monthOf(month[1]), 0)).toISOString().slice(0, 10);
}

const monthOf = (name: string | undefined): number => MONTHS.indexOf((name ?? '').toLowerCase()) + 1;

function made(year: string | undefined, month: number, day: string | undefined): string | null {
  const text = `${year ?? ''}-${String(month).padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return isDay(text) ? text : null;
}
