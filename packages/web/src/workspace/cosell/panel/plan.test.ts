import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { sortPlan, type PlanField, type PlanIssue } from './plan.ts';

const field = (name: string, demanded = false): PlanField => ({ field: name, label: name, type: 'text', choices: [], value: null, demanded, help: null });
const issue = (name: string | null, severity: PlanIssue['severity'] = 'blocks_submit'): PlanIssue => ({
  field: name,
  code: 'required',
  severity,
  sentence: 'Enter it.',
});

test('what is wrong comes first, then what is met; and an issue without a field shown stands by itself', () => {
  const sorted = sortPlan({
    fields: [field('name'), field('use_case', true), field('title', true), field('next_step'), field('website')],
    issues: [issue('website', 'warning'), issue('use_case'), issue(null), issue('PostalCode')],
  });
  deepEqual(
    sorted.missing.map((one) => one.field),
    ['use_case', 'website'],
  );
  deepEqual(
    sorted.met.map((one) => one.field),
    ['title'],
  );
  deepEqual(
    sorted.others.map((one) => one.field),
    ['name', 'next_step'],
  );
  deepEqual(
    sorted.general.map((one) => one.field),
    [null, 'PostalCode'],
  );
});
