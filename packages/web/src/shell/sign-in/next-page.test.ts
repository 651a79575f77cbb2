import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPortalPage, nextPage } from './next-page.ts';

test('only a page of this application comes after signing in', () => {
  assert.equal(nextPage('/deals/1?tab=team'), '/deals/1?tab=team');
  for (const other of [undefined, 'https://evil.example', '//evil.example', '/\\evil.example', 'deals', '/sign-in?next=%2Fdeals', '/reset-password?token=x'])
    assert.equal(nextPage(other), '/inbox');
});

test('the portal is a page of its own', () => {
  for (const path of ['/portal', '/portal/deals/1', '/portal?as=x']) assert.ok(isPortalPage(path), path);
  for (const path of ['/inbox', '/portals', '/deals?next=/portal']) assert.ok(!isPortalPage(path), path);
});
