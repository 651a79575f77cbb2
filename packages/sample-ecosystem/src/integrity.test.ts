import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CULTURES } from './cultures.ts';
import { dealTotalMinor } from './deal-lines.ts';
import { generateEcosystem } from './generate.ts';
import { slug } from './naming.ts';
import { ecosystem, NOW } from './test-fixture.ts';
import type { Ecosystem } from './types.ts';

const unique = (values: readonly string[], what: string): Set<string> => {
  const set = new Set(values);
  assert.equal(set.size, values.length, `${what} are not unique`);
  return set;
};

/** What lies below the suffix says who a company is: two firms of it.example would be one. */
const checkDomains = (made: Ecosystem): void => {
  const domains = [made.vendor.domain, ...made.accounts.flatMap((each) => each.domains), ...made.partners.map((each) => each.domain)];
  unique(domains, 'domains');
  for (const each of domains) assert.match(each, /^[a-z0-9]+(-[a-z0-9]+)*\.example$/);
  for (const account of made.accounts) for (const each of account.contacts) assert.equal(domainOf(each.email), account.domains[0]);
  for (const partner of made.partners) for (const each of partner.contacts) assert.equal(domainOf(each.email), partner.domain);
  for (const person of made.people) assert.equal(domainOf(person.email), made.vendor.domain);
};

const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);

const checkReferences = (made: Ecosystem): void => {
  const people = unique(
    made.people.map((each) => each.key),
    'people',
  );
  const partners = unique(
    made.partners.map((each) => each.key),
    'partners',
  );
  const products = unique(
    made.products.map((each) => each.key),
    'products',
  );
  const accounts = unique(
    made.accounts.map((each) => each.key),
    'accounts',
  );
  unique(
    made.deals.map((each) => each.key),
    'deals',
  );
  unique(
    made.people.map((each) => each.email),
    'staff addresses',
  );
  checkDomains(made);
  unique(
    made.accountTies.map((each) => `${each.partnerKey}/${each.accountKey}`),
    'ties',
  );
  const contactsOf = new Map(made.accounts.map((each) => [each.key, new Set(each.contacts.map((contact) => contact.key))]));
  unique(
    made.accounts.flatMap((each) => each.contacts.map((contact) => contact.email)),
    'contact addresses',
  );
  for (const person of made.people) assert.ok(person.managerKey === null || people.has(person.managerKey));
  for (const partner of made.partners) {
    assert.ok(people.has(partner.managerKey));
    assert.ok(partner.types.length > 0 && partner.contacts.length > 0 && partner.joinedOn <= made.now);
    for (const each of partner.competencies) assert.ok(each.productKey === null || products.has(each.productKey));
  }
  for (const account of made.accounts) {
    assert.ok(people.has(account.ownerKey));
    assert.ok(account.parentKey === null || (accounts.has(account.parentKey) && account.parentKey !== account.key));
  }
  for (const tie of made.accountTies) assert.ok(partners.has(tie.partnerKey) && accounts.has(tie.accountKey));
  for (const deal of made.deals) {
    const contacts = contactsOf.get(deal.accountKey);
    assert.ok(contacts !== undefined && people.has(deal.ownerKey), deal.key);
    for (const line of deal.lines) assert.ok(products.has(line.productKey));
    const team = unique(
      deal.participants.map((each) => each.partnerKey),
      `participants of ${deal.key}`,
    );
    for (const key of team) assert.ok(partners.has(key));
    for (const each of deal.committee) {
      assert.ok(contacts.has(each.contactKey), each.contactKey);
      const owner = each.relationshipOwner;
      if (owner !== null) assert.ok(owner.personKey === null ? team.has(owner.partnerKey) : people.has(owner.personKey));
    }
    for (const each of deal.touches) assert.ok(team.has(each.partnerKey));
    for (const each of deal.handoffs) {
      for (const key of [each.fromPartnerKey, each.toPartnerKey]) assert.ok(key === null || team.has(key));
    }
    for (const route of deal.routes) {
      assert.ok(people.has(route.ownerKey));
      for (const key of route.chain ?? []) assert.ok(team.has(key));
    }
    for (const each of [...deal.comments, ...deal.stageHistory]) assert.ok(people.has(each.byKey));
  }
};

test('every key points at a record, for several seeds and sizes', () => {
  checkReferences(ecosystem());
  checkReferences(generateEcosystem({ seed: 9, now: '2027-03-01T00:00:00Z', partners: 900, accounts: 9_000, deals: 400, people: 40 }));
  checkReferences(generateEcosystem({ seed: -3, now: '2024-02-29T23:59:00Z', partners: 40, accounts: 300, deals: 100, people: 16 }));
});

test('no culture makes one stem of two pairs of syllables', () => {
  for (const { heads, tails } of Object.values(CULTURES)) {
    unique(
      heads.flatMap((head) => tails.map((tail) => slug(head + tail))),
      'stems',
    );
  }
});

test('amounts are whole and each deal is the sum of its lines', () => {
  for (const deal of ecosystem().deals) {
    assert.equal(deal.amountMinor, dealTotalMinor(deal.lines));
    assert.ok(Number.isSafeInteger(deal.amountMinor) && deal.amountMinor > 0);
    for (const line of deal.lines) assert.ok(Number.isSafeInteger(line.unitPriceMinor) && Number.isSafeInteger(line.quantity) && line.quantity > 0);
  }
});

test('time runs forward on every deal and nothing happens after now', () => {
  for (const deal of ecosystem().deals) {
    let before = '';
    let stage: string | null = null;
    for (const move of deal.stageHistory) {
      assert.ok(move.at >= before, `${deal.key} moves back in time`);
      assert.equal(move.from, stage);
      before = move.at;
      stage = move.to;
    }
    assert.equal(stage, deal.stage);
    assert.ok(deal.openedOn <= deal.closeOn, deal.key);
    assert.equal(deal.closedOn !== null, deal.stage === 'won' || deal.stage === 'lost');
    const last = [deal.stageHistory, deal.comments, deal.touches].flat().reduce((latest, each) => (each.at > latest ? each.at : latest), '');
    assert.ok(last <= deal.lastActivityAt && deal.lastActivityAt <= NOW, deal.key);
    for (const handoff of deal.handoffs) assert.ok(handoff.doneAt === null || handoff.doneAt <= NOW);
  }
});

test('participants joined before the deal was theirs, and an amount settles on one route', () => {
  const made = ecosystem();
  const joined = new Map(made.partners.map((each) => [each.key, each.joinedOn]));
  for (const deal of made.deals) {
    for (const each of deal.participants) assert.ok((joined.get(each.partnerKey) ?? '9') <= each.since, `${deal.key} ${each.partnerKey}`);
    const settling = deal.routes.filter((route) => ['direct', 'resale', 'marketplace'].includes(route.kind));
    assert.ok(settling.length >= 1);
    if (deal.stage === 'won') assert.equal(settling.filter((route) => route.state === 'won').length, 1);
  }
});
