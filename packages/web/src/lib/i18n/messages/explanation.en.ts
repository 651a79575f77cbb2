export const explanationEn = {
  'money.why': 'Why this amount',
  'money.why.rule': 'Rule',
  'money.why.version': 'version {n}',
  'money.why.inputs': 'From',
  'money.why.steps': 'Arithmetic',
  'money.why.step': 'Step',
  'money.why.formula': 'Formula',
  'money.why.result': 'Result',
  'money.why.rounding': 'rounded by {by} of a minor unit',
  'money.why.evidence': 'Evidence',
  'money.why.approved': 'Approved by {name}',
};
