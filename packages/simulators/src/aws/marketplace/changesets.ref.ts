import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Change } from '@aws-sdk/client-marketplace-catalog';
import { authorization, buyer, isv, madeBy, reseller, scene } from './marketplace.fixture.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the reference change sets');
type Sets = Record<'privateOffer' | 'resaleAuthorizationByIsv' | 'cppoByReseller', { ChangeSet: Change[] }>;
const sets = JSON.parse(readFileSync(join(folder, 'hyperscalers', 'changesets.json'), 'utf8')) as Sets;

test('the three reference change sets succeed, and the last one leads to an agreement', async () => {
  const world = await scene();
  try {
    assert.equal((await world.changes(isv, sets.privateOffer.ChangeSet)).Status, 'SUCCEEDED');
    const granted = await world.changes(isv, sets.resaleAuthorizationByIsv.ChangeSet);
    assert.equal(granted.Status, 'SUCCEEDED', JSON.stringify(granted.ChangeSet));
    const withId = sets.cppoByReseller.ChangeSet.map((change) =>
      change.ChangeType === 'CreateOfferUsingResaleAuthorization'
        ? { ...change, DetailsDocument: { ...(change.DetailsDocument as object), ResaleAuthorizationId: madeBy(granted) } }
        : change,
    );
    const offered = await world.changes(reseller, withId);
    assert.equal(offered.Status, 'SUCCEEDED', JSON.stringify(offered.ChangeSet));
    assert.equal(world.act('accept-offer', { offerId: madeBy(offered), buyerAccount: buyer })['value'], '116640.00');
    assert.equal((await world.changes(isv, authorization())).Status, 'SUCCEEDED');
  } finally {
    await world.stop();
  }
});
