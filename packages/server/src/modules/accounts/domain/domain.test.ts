import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyChanges, changedKeys, prepareAccount } from './account.ts';
import { prepareContact } from './contact.ts';
import { makesCycle } from './family.ts';
import { normaliseDomain } from '@entente/account-matching';

const domainOf = (text: string): string | null => {
  const result = normaliseDomain(text);
  return result.ok ? result.domain : null;
};

test('a domain is found in whatever people paste', () => {
  for (const [given, expected] of [
    ['Acme.com', 'acme.com'],
    ['https://www.ACME.com/about?x=1#y', 'acme.com'],
    ['shop.acme.co.uk', 'acme.co.uk'],
    ['jane@mail.acme.de', 'acme.de'],
    ['http://user:pw@acme.com:8080/', 'acme.com'],
    ['münchen-bau.de', 'xn--mnchen-bau-9db.de'],
    ['acme.com.', 'acme.com'],
    ['mailto:jane@acme.com', 'acme.com'],
    ['acme.github.io', 'acme.github.io'],
    ['//acme.com/x', 'acme.com'],
  ] as const)
    assert.equal(domainOf(given), expected, given);
});

test('what is no company domain is refused with a sentence', () => {
  for (const text of ['', 'acme', '192.168.0.1', 'co.uk', 'github.io', 'a b.com', 'http://']) assert.equal(domainOf(text), null, text);
  const free = normaliseDomain('somebody@Gmail.com');
  assert.ok(!free.ok && free.code === 'free_mail' && free.sentence.includes('gmail.com'));
});

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);
test('the form of a domain does not depend on protocol, case, host or path, and is its own form', () => {
  fc.assert(
    fc.property(
      label,
      fc.constantFrom('com', 'co.uk', 'de', 'io', 'com.br'),
      label,
      fc.constantFrom('', 'https://', 'HTTP://www.'),
      (name, suffix, path, start) => {
        const domain = domainOf(`${name}.${suffix}`);
        fc.pre(domain !== null);
        assert.equal(domainOf(`${start}${name.toUpperCase()}.${suffix}/${path}`), domain);
        assert.equal(domainOf(domain ?? ''), domain);
      },
    ),
  );
});
test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof normaliseDomain(text).ok === 'boolean'));
});

test('names are trimmed, domains are sorted and named once', () => {
  const { value, problems } = prepareAccount({ name: '  Acme \t Group ', industry: ' ', domains: ['www.acme.de', 'acme.com', 'https://acme.com', ''] });
  assert.deepEqual(problems, []);
  assert.equal(value.name, 'Acme Group');
  assert.equal(value.industry, null);
  assert.deepEqual(value.domains, ['acme.com', 'acme.de']);
});
test('a bad domain and an empty name are named by field', () => {
  const { problems } = prepareAccount({ name: '  ', domains: ['acme.com', 'gmail.com'] });
  assert.deepEqual(
    problems.map((problem) => [problem.path, problem.code]),
    [
      ['name', 'empty'],
      ['domains.1', 'free_mail'],
    ],
  );
});
test('a change keeps what it does not name', () => {
  const before = prepareAccount({ name: 'Acme', country: 'Germany', domains: ['acme.com'] }).value;
  const after = applyChanges(before, { country: null, employees: 12 }).value;
  assert.deepEqual(changedKeys(before, after), ['country', 'employees']);
  assert.deepEqual(changedKeys(before, applyChanges(before, {}).value), []);
});
test('a contact has a name and a mail address that can be one', () => {
  assert.equal(prepareContact({ accountId: 'a', name: 'Jane', email: ' Jane@Acme.COM ' }).value.email, 'jane@acme.com');
  assert.deepEqual(
    prepareContact({ accountId: 'a', name: ' ', email: 'jane' }).problems.map((problem) => problem.path),
    ['name', 'email'],
  );
});

test('a family never goes round in a circle', () => {
  const parentOf = new Map([
    ['child', 'middle'],
    ['middle', 'top'],
    ['top', null],
  ]);
  assert.equal(makesCycle(parentOf, 'top', 'child'), true);
  assert.equal(makesCycle(parentOf, 'top', 'top'), true);
  assert.equal(makesCycle(parentOf, 'other', 'child'), false);
  assert.equal(makesCycle(parentOf, 'child', null), false);
});
test('whatever changes are accepted in whatever order, walking up always ends', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 60 }), (moves) => {
      const parentOf = new Map<string, string | null>();
      for (const [id, parent] of moves) if (!makesCycle(parentOf, `${id}`, `${parent}`)) parentOf.set(`${id}`, `${parent}`);
      for (const id of parentOf.keys()) {
        let steps = 0;
        for (let above: string | null = id; above !== null; above = parentOf.get(above) ?? null) assert.ok((steps += 1) <= 10);
      }
    }),
  );
});
