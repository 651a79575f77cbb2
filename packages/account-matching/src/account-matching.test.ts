import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { companyKey, familyOf, imitatedLabels, isFreeMail, likeness, looksLike, mailDomainOf, nameLikeness, normaliseDomain, type Company } from './index.ts';

const company = (name: string | null, ...domains: string[]): Company => ({ name, domains, country: null });

test('families of domains share their first label', () => {
  for (const domain of ['acme.com', 'acme.de', 'https://shop.acme.co.uk/en']) {
    const result = normaliseDomain(domain);
    assert.ok(result.ok);
    assert.equal(familyOf(result.domain), 'acme');
  }
});

test('mail providers say nothing about a company', () => {
  assert.equal(isFreeMail('gmail.com'), true);
  assert.equal(isFreeMail('kestrel.example'), false);
  assert.deepEqual(mailDomainOf('ana@Sub.Acme.com'), { domain: 'acme.com', free: false });
  assert.deepEqual(mailDomainOf('ana@gmail.com'), { domain: 'gmail.com', free: true });
  assert.equal(mailDomainOf('ana@'), null);
});

const imitations: readonly [string, string][] = [
  ['xn--80ak6aa92e.com', 'apple.com'],
  ['rnicrosoft.com', 'microsoft.com'],
  ['kestre1.com', 'kestrel.com'],
  ['paypa1.com', 'paypal.com'],
  ['g00gle.com', 'google.com'],
  ['aurora-health.com', 'aurorahealth.com'],
];
for (const [fake, real] of imitations) {
  test(`${fake} reads like ${real}, and looking for what it imitates finds it`, () => {
    assert.equal(looksLike(fake, real), true);
    assert.ok(imitatedLabels(fake).includes(familyOf(real)), imitatedLabels(fake).join(' '));
  });
}

test('the same family is no imitation, and neither is another word', () => {
  assert.equal(looksLike('acme.de', 'acme.com'), false);
  assert.equal(looksLike('acne.com', 'acme.com'), false);
});

test('names are compared without their legal form', () => {
  assert.equal(companyKey('Ácme GmbH & Co. KG'), 'acme');
  assert.equal(nameLikeness('The Acme Corp.', 'ACME'), 1);
  assert.ok(nameLikeness('Aurora Health', 'Aurora Healthcare') > 0.72);
  assert.ok(nameLikeness('Delta Air Lines', 'Delta Faucet') < 0.72);
});

const pairs: readonly [string, Company, Company, number, string[]][] = [
  ['same domain', company('Acme', 'acme.com'), company('Other name', 'acme.com'), 100, ['same_domain']],
  ['family', company(null, 'acme.de'), company('Acme', 'acme.com'), 70, ['domain_family']],
  ['family and name', company('Acme GmbH', 'acme.de'), company('Acme Inc', 'acme.com'), 100, ['domain_family', 'same_name']],
  ['imitation', company(null, 'acrne.com'), company('Acme', 'acme.com'), 60, ['look_alike']],
  ['name only', company('Acme', 'a.com'), company('ACME Ltd', 'b.com'), 55, ['same_name']],
  ['nothing', company('Acme', 'acme.com'), company('Zenith', 'zenith.com'), 0, []],
];
for (const [name, left, right, score, codes] of pairs) {
  test(`likeness: ${name}`, () => {
    const found = likeness(left, right);
    assert.equal(found.score, score);
    assert.deepEqual(
      found.reasons.map((reason) => reason.code),
      codes,
    );
  });
}

test('likeness is bounded, and the same whichever comes first', () => {
  const domain = fc.constantFrom('acme.com', 'acme.de', 'acrne.com', 'zenith.com', 'zen1th.com');
  const any = fc.record({
    name: fc.option(fc.constantFrom('Acme', 'ACME Ltd', 'Acmee', 'Zenith')),
    domains: fc.array(domain, { maxLength: 3 }),
    country: fc.option(fc.constantFrom('DE', 'FR')),
  });
  fc.assert(
    fc.property(any, any, (left, right) => {
      const one = likeness(left, right).score;
      assert.ok(one >= 0 && one <= 100);
      assert.equal(one, likeness(right, left).score);
    }),
  );
});

test('imitated labels are few, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'i l 1 o 0 m n r w 5 -'.split(' ')), minLength: 1, maxLength: 40 }),
      (label) => imitatedLabels(`${label}.com`).length <= 64,
    ),
  );
});
