import type { Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { valuesOf } from './domain/form.ts';
import { formOf, leadFacts, registrationFacts } from './form-of-link.ts';
import type { LinksPorts, RegistrationShown } from './ports.ts';
import type { Link } from './store.ts';

export type Given = {
  readonly verb: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly from: 'link' | 'mail';
  /** Said more exactly than the form asks for, in a mail. */
  readonly amountMinor?: number | null;
};
export type Done = Result<'links.use'> & { readonly recordId: string };

/** The one thing a link is for, by the service the portal uses. It is offered by the form or it is refused. */
export async function doAct(tx: Tx, ports: LinksPorts, context: Context, link: Link, given: Given): Promise<Done> {
  const form = await formOf(tx, ports, context, { purpose: link.purpose, recordId: link.record_id });
  if (form.verbs.length === 0) throw new Problem('conflict', form.sentence, { reason: 'not_possible_now' });
  if (!form.verbs.some((verb) => verb.key === given.verb)) throw new Problem('invalid_input', 'This link is not for that.');
  const values = valuesOf(form.fields, given.fields);
  const value = (name: string): string => values.get(name) ?? '';
  const recordId = link.record_id ?? '';
  switch (link.purpose) {
    case 'register': {
      const made = await ports.register(
        tx,
        context,
        {
          customerDomain: value('customerDomain'),
          contactEmail: value('contactEmail').toLowerCase(),
          valueBand: value('valueBand'),
          closeOn: value('closeOn'),
          companyName: values.get('companyName') ?? null,
          story: values.get('story') ?? null,
          amountMinor: given.amountMinor ?? null,
        },
        given.from,
      );
      return done(made, `R-${made.number} is registered. ${made.holder.sentence}`);
    }
    case 'update':
      return done(await ports.report(tx, context, recordId, { note: value('note'), closeOn: values.get('closeOn') ?? null }), 'Thank you, your news is noted.');
    case 'answer': {
      const after = await ports.answer(tx, context, recordId, value('text'));
      return done(after, `Your answer is on its way. ${after.holder.sentence}`);
    }
    case 'extend': {
      const days = Number(value('days'));
      return done(
        await ports.askExtension(tx, context, recordId, { days, reason: value('reason') }),
        `You asked for ${days} more days. You are told what is decided.`,
      );
    }
    case 'accept_lead': {
      if (given.verb === 'accept') {
        const lead = await ports.acceptLead(tx, context, recordId);
        return { recordId, sentence: `The lead ${lead.companyName} is yours.`, facts: leadFacts(lead) };
      }
      const reason = value('reason');
      if (reason === '')
        throw new Problem('invalid_input', 'Say why you decline; it helps to send you better leads.', {
          fields: [{ path: 'reason', code: 'required', sentence: 'This is needed.' }],
        });
      const lead = await ports.declineLead(tx, context, recordId, reason);
      return { recordId, sentence: `You declined the lead ${lead.companyName}. You are not asked for it again.`, facts: [] };
    }
    case 'evidence': {
      const one = await ports.addEvidence(tx, context, recordId, value('body'));
      return { recordId, sentence: `Your evidence is with case C-${one.number}. ${one.holder.sentence}`, facts: [] };
    }
  }
}

const done = (one: RegistrationShown, sentence: string): Done => ({ recordId: one.id, sentence, facts: registrationFacts(one) });
