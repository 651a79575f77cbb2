import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksIn } from './recent.ts';

test('links are found as they were written, each once', () => {
  assert.deepEqual(linksIn('Open this link:\n\nhttp://localhost:4400/a?token=x-_1&callbackURL=%2F\n\nIt works once.'), [
    'http://localhost:4400/a?token=x-_1&callbackURL=%2F',
  ]);
  assert.deepEqual(linksIn('See https://entente.example/deals/1. (Or https://entente.example/inbox.) See https://entente.example/deals/1.'), [
    'https://entente.example/deals/1',
    'https://entente.example/inbox',
  ]);
  assert.deepEqual(linksIn('No link, no mailto:a@b.example'), []);
});
