import { minorDigits, type LinkPurpose } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { field, type Fact, type Form } from './domain/form.ts';
import { dayOf } from './domain/link-state.ts';
import type { LeadShown, LinksPorts, RegistrationShown } from './ports.ts';

type About = { readonly purpose: LinkPurpose; readonly recordId: string | null };

export function money(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  return `${currency} ${(amountMinor / 10 ** digits).toLocaleString('en-GB', { minimumFractionDigits: 0, maximumFractionDigits: digits })}`;
}

/** The form of a link for its holder, read from the record as it is now. What is no longer possible has no verbs, and says why. */
export async function formOf(tx: Tx, ports: LinksPorts, context: Context, about: About): Promise<Form> {
  const recordId = about.recordId ?? '';
  switch (about.purpose) {
    case 'register':
      return registerForm(await ports.registerForm(tx, context));
    case 'update':
      return updateForm(await ports.registration(tx, context, recordId));
    case 'answer':
      return answerForm(await ports.registration(tx, context, recordId));
    case 'extend':
      return extendForm(await ports.registration(tx, context, recordId));
    case 'accept_lead':
      return leadForm(await ports.lead(tx, context, recordId));
    case 'evidence': {
      const one = await ports.case(tx, context, recordId);
      const facts = [
        { label: 'Case', value: `C-${one.number} ${one.title}` },
        { label: 'Evidence until', value: dayOf(one.evidenceUntil) },
      ];
      if (!one.mayAddEvidence) return closed('Give evidence', one.holder.sentence, facts);
      return {
        title: 'Give evidence',
        sentence: 'Say what your company did with this customer, and when. Only those who rule read it.',
        facts,
        fields: [field('body', 'long_text', true)],
        verbs: [{ key: 'add', label: 'Give evidence' }],
      };
    }
  }
}

const closed = (title: string, sentence: string, facts: Fact[]): Form => ({ title, sentence, facts, fields: [], verbs: [] });

function registerForm(form: Awaited<ReturnType<LinksPorts['registerForm']>>): Form {
  return {
    title: 'Register a deal',
    sentence: `Four facts are enough. An approved registration protects the deal for ${form.protectionDays} days.`,
    facts:
      form.usualDecisionHours === null ? [] : [{ label: 'Usually decided within', value: businessHours(Math.max(1, Math.round(form.usualDecisionHours))) }],
    fields: [
      field('customerDomain', 'domain', true),
      field('contactEmail', 'email', true),
      field('valueBand', 'choice', true, {
        choices: form.valueBands.map((band) => ({
          key: band.key,
          label:
            band.toMinor === null
              ? `${money(band.fromMinor, band.currency)} or more`
              : `${money(band.fromMinor, band.currency)} to ${money(band.toMinor, band.currency)}`,
        })),
      }),
      field('closeOn', 'date', true),
      field('companyName', 'text', false),
      field('story', 'long_text', false),
    ],
    verbs: [{ key: 'register', label: 'Register deal' }],
  };
}

export const registrationFacts = (one: RegistrationShown): Fact[] => [
  { label: 'Registration', value: `R-${one.number} ${one.companyName}` },
  { label: 'Customer', value: one.customerDomain },
  { label: 'Value', value: money(one.amountMinor, one.currency) },
  { label: 'Expected close', value: dayOf(`${one.closeOn}T00:00:00Z`) },
  ...(one.protectedUntil === null ? [] : [{ label: 'Protected until', value: dayOf(one.protectedUntil) }]),
];

function updateForm(one: RegistrationShown): Form {
  const facts = registrationFacts(one);
  if (!one.steps.includes('update')) return closed('Say how the deal stands', one.holder.sentence, facts);
  return {
    title: 'Say how the deal stands',
    sentence: one.updateDueAt === null ? 'A sentence is enough.' : `A sentence is enough. News by ${dayOf(one.updateDueAt)} keeps the protection.`,
    facts,
    fields: [field('note', 'long_text', true), field('closeOn', 'date', false, { value: one.closeOn })],
    verbs: [{ key: 'report', label: 'Send news' }],
  };
}

function answerForm(one: RegistrationShown): Form {
  const facts = registrationFacts(one);
  if (one.question === null || !one.steps.includes('answer')) return closed('Answer a question', `Nothing is asked of you now. ${one.holder.sentence}`, facts);
  return {
    title: 'Answer a question',
    sentence: one.question,
    facts,
    fields: [field('text', 'long_text', true)],
    verbs: [{ key: 'answer', label: 'Send answer' }],
  };
}

function extendForm(one: RegistrationShown): Form {
  const facts = registrationFacts(one);
  if (!one.steps.includes('ask_extension'))
    return closed(
      'Ask for more time',
      one.extensionAsked === null ? `More time cannot be asked for now. ${one.holder.sentence}` : 'More time is asked for already.',
      facts,
    );
  return {
    title: 'Ask for more time',
    sentence: `${one.holder.sentence} Say why it takes longer.`,
    facts,
    fields: [field('days', 'days', true, { value: one.mayExtendDays > 0 ? String(one.mayExtendDays) : '30' }), field('reason', 'long_text', true)],
    verbs: [{ key: 'ask_extension', label: 'Ask for more time' }],
  };
}

export const leadFacts = (lead: LeadShown): Fact[] => [
  { label: 'Lead', value: `L-${lead.number} ${lead.companyName}` },
  ...(lead.country === null ? [] : [{ label: 'Country', value: lead.country }]),
  ...(lead.productName === null ? [] : [{ label: 'Product', value: lead.productName }]),
  ...(lead.amountMinor === null || lead.currency === null ? [] : [{ label: 'Value', value: money(lead.amountMinor, lead.currency) }]),
  ...(lead.story === null ? [] : [{ label: 'What is known', value: lead.story }]),
  ...(lead.contactName === null ? [] : [{ label: 'Contact', value: lead.contactName }]),
  ...(lead.contactEmail === null ? [] : [{ label: 'Contact mail', value: lead.contactEmail }]),
  ...(lead.contactPhone === null ? [] : [{ label: 'Contact phone', value: lead.contactPhone }]),
];

function leadForm(lead: LeadShown): Form {
  const facts = leadFacts(lead);
  if (lead.state !== 'offered') return closed('Take a lead', 'This lead does not wait for your answer now.', facts);
  return {
    title: 'Take a lead',
    sentence: lead.answerBy === null ? 'Accept it, or decline it with a reason.' : `Accept it, or decline it with a reason, by ${dayOf(lead.answerBy)}.`,
    facts,
    fields: [field('reason', 'long_text', false)],
    verbs: [
      { key: 'accept', label: 'Accept lead' },
      { key: 'decline', label: 'Decline lead' },
    ],
  };
}

const businessHours = (hours: number): string => (hours === 1 ? '1 business hour' : `${hours} business hours`);
