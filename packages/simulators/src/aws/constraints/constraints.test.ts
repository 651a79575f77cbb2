import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkShape, enumValues } from './index.ts';

test('patterns hold for the whole text, although the models write them without anchors', () => {
  assert.equal(checkShape('selling', 'AccountCompanyNameString', 'x'.repeat(120)), undefined);
  assert.equal(checkShape('selling', 'AccountCompanyNameString', 'x'.repeat(121))?.code, 'INVALID_STRING_FORMAT');
  assert.equal(checkShape('selling', 'AccountCompanyNameString', 'two\nlines'), undefined);
  assert.equal(checkShape('selling', 'Amount', '1.23'), undefined);
  assert.equal(checkShape('selling', 'Amount', '1.234')?.code, 'INVALID_STRING_FORMAT');
  assert.equal(checkShape('selling', 'TagKey', 'größe'), undefined);
});

test('enumerations, lists and numbers have codes of their own', () => {
  assert.equal(checkShape('selling', 'Stage', 'Won')?.code, 'INVALID_ENUM_VALUE');
  assert.equal(checkShape('selling', 'InvitationStatusList', [])?.code, 'NOT_ENOUGH_VALUES');
  assert.equal(checkShape('selling', 'ExpectedCustomerSpendList', Array.from({ length: 11 }))?.code, 'TOO_MANY_VALUES');
  assert.equal(checkShape('selling', 'PageSize', 101)?.code, 'VALUE_OUT_OF_RANGE');
  assert.equal(checkShape('selling', 'PageSize', '5')?.code, 'INVALID_VALUE');
  assert.equal(enumValues('selling', 'AwsOpportunityStage').length, 24);
});

test('a shape that is not in the model is a mistake of the caller', () => {
  assert.throws(() => checkShape('metering', 'NoSuchShape', 'x'), TypeError);
});

test('hostile text does not take long', () => {
  const began = performance.now();
  assert.notEqual(checkShape('selling', 'CompanyWebsiteUrl', `a${'.a'.repeat(120)}!`), undefined);
  assert.notEqual(checkShape('selling', 'SenderContactEmail', `a@${'a'.repeat(70)}!`), undefined);
  assert.equal(checkShape('selling', 'CompanyWebsiteUrl', 'https://www.example.com/path'), undefined);
  assert.equal(checkShape('selling', 'SenderContactEmail', 'kim.lee@mail.example.com'), undefined);
  assert.ok(performance.now() - began < 100);
});
