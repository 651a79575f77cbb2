import { orNull } from '../../partners/kit/text-list.ts';
import type { Instalment } from '../kit/instalments.ts';
import { type DraftLine, draftLines, plainLines } from '../kit/lines-editor.tsx';
import type { Offer } from '../words.ts';

/** What is typed in the terms; whole minor units throughout. */
export type TermsDraft = {
  name: string;
  description: string;
  buyerAccount: string;
  termMonths: number | null;
  startsOn: string;
  expiresOn: string;
  lines: readonly DraftLine[];
  instalments: readonly Instalment[];
  eula: Offer['eula'];
  fields: Offer['fields'];
  markupBp: number | null;
};

export const draftOf = (offer: Offer): TermsDraft => ({
  name: offer.name,
  description: offer.description ?? '',
  buyerAccount: offer.buyerAccount ?? '',
  termMonths: offer.termMonths,
  startsOn: offer.startsOn ?? '',
  expiresOn: offer.expiresOn ?? '',
  lines: draftLines(offer.lines),
  instalments: offer.instalments,
  eula: offer.eula,
  fields: offer.fields,
  markupBp: offer.markupBp,
});

/** What a reseller sells is fixed by its authorisation: only the markup is sent then, and the payments follow it. */
export function bodyOf(draft: TermsDraft, offer: Pick<Offer, 'authorizationId' | 'markupBp'>) {
  const resold = offer.authorizationId !== null;
  const keepsPrice = !resold || draft.markupBp === offer.markupBp;
  return {
    name: draft.name.trim(),
    description: orNull(draft.description),
    buyerAccount: orNull(draft.buyerAccount),
    termMonths: draft.termMonths,
    startsOn: orNull(draft.startsOn),
    expiresOn: orNull(draft.expiresOn),
    eula: draft.eula,
    fields: draft.fields,
    ...(resold ? { markupBp: draft.markupBp ?? 0 } : { lines: plainLines(draft.lines) }),
    ...(keepsPrice ? { instalments: [...draft.instalments] } : {}),
  };
}
