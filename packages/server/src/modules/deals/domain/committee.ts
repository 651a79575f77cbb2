import type { CommitteeRole } from '@entente/kernel';

export type CommitteeFact = {
  readonly contactId: string;
  readonly contactName: string;
  readonly role: CommitteeRole;
  readonly ownerMemberId: string | null;
  readonly ownerPartnerId: string | null;
};
export type CommitteeGap = { readonly code: string; readonly sentence: string };

/** What is missing between us and the people who decide. */
export function committeeGaps(members: readonly CommitteeFact[]): CommitteeGap[] {
  if (members.length === 0) return [{ code: 'no_committee', sentence: 'Nobody of the account is on the buying committee yet.' }];
  const gaps: CommitteeGap[] = [];
  if (!members.some((member) => member.role === 'economic_buyer')) gaps.push({ code: 'no_economic_buyer', sentence: 'No economic buyer is known.' });
  if (!members.some((member) => member.role === 'champion')) gaps.push({ code: 'no_champion', sentence: 'No champion is known.' });
  const contacts = new Map<string, { name: string; owned: boolean }>();
  for (const member of members) {
    const known = contacts.get(member.contactId);
    contacts.set(member.contactId, {
      name: member.contactName,
      owned: (known?.owned ?? false) || member.ownerMemberId !== null || member.ownerPartnerId !== null,
    });
  }
  const unowned = [...contacts.values()].filter((contact) => !contact.owned).map((contact) => contact.name);
  if (unowned.length > 0)
    gaps.push({
      code: 'unowned_relationship',
      sentence: `Nobody owns the relationship with ${unowned.length === 1 ? unowned[0] : `${unowned.slice(0, -1).join(', ')} and ${unowned.at(-1)}`}.`,
    });
  if (contacts.size === 1) gaps.push({ code: 'single_threaded', sentence: `Everything hangs on one contact, ${members[0]?.contactName}.` });
  return gaps;
}
