import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOfParty, partyOf, problemOfParty } from './party.ts';

const draft = { ...draftOfParty(null), legalName: ' Nordwind AG ', country: 'DE' };

test('a party needs a name and a country; a Peppol address both of its parts', () => {
  assert.equal(problemOfParty(draft), null);
  assert.equal(problemOfParty({ ...draft, legalName: ' ' }), 'legalName');
  assert.equal(problemOfParty({ ...draft, country: 'D' }), 'country');
  assert.equal(problemOfParty({ ...draft, email: 'x' }), 'email');
  assert.equal(problemOfParty({ ...draft, peppolScheme: '9930' }), 'peppol');
});

test('what is left empty is nothing, and a saved party comes back as it was', () => {
  const party = partyOf({ ...draft, peppolScheme: '9930', peppolEndpoint: 'DE1' });
  assert.deepEqual([party.legalName, party.street, party.peppol], ['Nordwind AG', null, { scheme: '9930', endpoint: 'DE1' }]);
  assert.deepEqual(partyOf(draftOfParty(party)), party);
});
