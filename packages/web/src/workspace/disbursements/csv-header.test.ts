import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerOf } from './csv-header.ts';

test('names of columns are found whatever separates them', () => {
  assert.deepEqual(headerOf('Nr;Art;Betrag, netto;Tag\nN1;Umsatz;"1,50";31.01.2027'), ['Nr', 'Art', 'Betrag, netto', 'Tag']);
  assert.deepEqual(headerOf('﻿id,"Amount, net","Say ""x""" , \r\n1,2,3'), ['id', 'Amount, net', 'Say "x"']);
  assert.deepEqual(headerOf('a\tb\tb'), ['a', 'b']);
  assert.deepEqual(headerOf('"two\nlines",b\nx,y'), ['two\nlines', 'b']);
});

test('a file without a header has no names', () => {
  assert.deepEqual(headerOf(''), []);
  assert.deepEqual(headerOf('\n1,2'), []);
});
