import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyLine, emptyProof, isUntouched, type LineDraft, lineFaults, partsOf, proofsToAdd, totals } from './claim-model.ts';

const file = { id: 'file', name: 'invoice.pdf', sizeBytes: 4_000 };
const line: LineDraft = {
  ...emptyLine(),
  description: ' Room ',
  supplier: 'Hotel',
  invoiceNumber: 'R-7',
  invoiceDate: '2026-11-10',
  cost: '1,240.50',
  claimed: '620.25',
  file,
};

test('an invoice is stored in minor units; what has no file is not', () => {
  const { lines, proofs } = partsOf([line, emptyLine()], [{ ...emptyProof('photo'), file, note: ' ' }, emptyProof('lead_list')], 'EUR');
  assert.deepEqual(lines, [
    {
      description: 'Room',
      supplier: 'Hotel',
      invoiceNumber: 'R-7',
      invoiceDate: '2026-11-10',
      invoiceFileId: 'file',
      costMinor: 124_050,
      claimedMinor: 62_025,
    },
  ]);
  assert.deepEqual(proofs, [{ kind: 'photo', fileId: 'file', note: null }]);
  assert.deepEqual(totals([line, line, emptyLine()], 'EUR'), { costMinor: 248_100, claimedMinor: 124_050 });
});

test('an invoice is from the approval on and not of a day to come, and no more is claimed than was invoiced', () => {
  assert.deepEqual(lineFaults(line, 'EUR', '2026-11-10', '2026-11-10'), {});
  assert.equal(lineFaults(line, 'EUR', '2026-11-11', '2026-11-12').invoiceDate, 'early');
  assert.equal(lineFaults(line, 'EUR', null, '2026-11-09').invoiceDate, 'late');
  assert.equal(lineFaults({ ...line, claimed: '1240.51' }, 'EUR', null, '2026-12-01').claimed, 'tooMuch');
  assert.deepEqual(lineFaults({ ...line, file: null, supplier: '', cost: 'much' }, 'EUR', null, '2026-12-01'), {
    supplier: 'missing',
    file: 'missing',
    cost: 'amount',
  });
  assert.equal(isUntouched(emptyLine()), true);
  assert.equal(isUntouched({ ...emptyLine(), file }), false);
});

test('a place is kept for each kind of proof that is wanted, and the invoices are one', () => {
  assert.deepEqual(
    proofsToAdd(['photo', 'invoice', 'lead_list'], [{ kind: 'photo' }]).map(({ kind }) => kind),
    ['lead_list'],
  );
});
