import type { Party } from './words.ts';

/** A party as it is typed; the empty ends become nothing when it is saved. */
export type PartyDraft = {
  legalName: string;
  street: string;
  city: string;
  postalCode: string;
  country: string;
  taxId: string;
  legalId: string;
  email: string;
  peppolScheme: string;
  peppolEndpoint: string;
};

export const draftOfParty = (party: Party | null, given: Partial<PartyDraft> = {}): PartyDraft => ({
  legalName: party?.legalName ?? given.legalName ?? '',
  street: party?.street ?? '',
  city: party?.city ?? '',
  postalCode: party?.postalCode ?? '',
  country: party?.country ?? given.country ?? '',
  taxId: party?.taxId ?? '',
  legalId: party?.legalId ?? '',
  email: party?.email ?? '',
  peppolScheme: party?.peppol?.scheme ?? '',
  peppolEndpoint: party?.peppol?.endpoint ?? '',
});

export type PartyProblem = 'legalName' | 'country' | 'email' | 'peppol';
export function problemOfParty(draft: PartyDraft): PartyProblem | null {
  if (draft.legalName.trim() === '') return 'legalName';
  if (!/^[A-Z]{2}$/.test(draft.country)) return 'country';
  if (draft.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(draft.email.trim())) return 'email';
  const [scheme, endpoint] = [draft.peppolScheme.trim(), draft.peppolEndpoint.trim()];
  if ((scheme === '') !== (endpoint === '') || (scheme !== '' && !/^[0-9A-Z]{2,4}$/.test(scheme))) return 'peppol';
  return null;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
export const partyOf = (draft: PartyDraft): Party => ({
  legalName: draft.legalName.trim(),
  street: orNull(draft.street),
  city: orNull(draft.city),
  postalCode: orNull(draft.postalCode),
  country: draft.country,
  taxId: orNull(draft.taxId),
  legalId: orNull(draft.legalId),
  email: orNull(draft.email),
  peppol: draft.peppolScheme.trim() === '' ? null : { scheme: draft.peppolScheme.trim(), endpoint: draft.peppolEndpoint.trim() },
});
