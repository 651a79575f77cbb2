import type { Request } from '../../lib/api/index.ts';
import { toMinor, toText } from '../shared/amounts.ts';
import type { ClaimDetail, FundFile, Proof } from './words.tsx';

/** What is typed of one invoice; `key` tells lines apart while they are edited. */
export type LineDraft = {
  readonly key: number;
  readonly description: string;
  readonly supplier: string;
  readonly invoiceNumber: string;
  readonly invoiceDate: string;
  readonly cost: string;
  readonly claimed: string;
  readonly file: FundFile | null;
};
export type ProofDraft = { readonly key: number; readonly kind: Proof; readonly note: string; readonly file: FundFile | null };
export type LineFault = 'missing' | 'amount' | 'tooMuch' | 'early' | 'late';
export type LineFaults = Partial<Record<Exclude<keyof LineDraft, 'key'>, LineFault>>;

let last = 0;
const nextKey = (): number => (last += 1);
export const emptyLine = (): LineDraft => ({
  key: nextKey(),
  description: '',
  supplier: '',
  invoiceNumber: '',
  invoiceDate: '',
  cost: '',
  claimed: '',
  file: null,
});
export const emptyProof = (kind: Proof): ProofDraft => ({ key: nextKey(), kind, note: '', file: null });

/** The invoices are the proof by invoice: they are not asked for twice. */
export const proofsToAdd = (wanted: readonly Proof[], there: readonly Pick<ProofDraft, 'kind'>[]): ProofDraft[] =>
  wanted.filter((kind) => kind !== 'invoice' && !there.some((proof) => proof.kind === kind)).map(emptyProof);

export function draftsOf(claim: ClaimDetail): { lines: LineDraft[]; proofs: ProofDraft[] } {
  return {
    lines: claim.lines.map((line) => ({
      key: nextKey(),
      description: line.description,
      supplier: line.supplier,
      invoiceNumber: line.invoiceNumber,
      invoiceDate: line.invoiceDate,
      cost: toText(line.costMinor, claim.localCurrency),
      claimed: toText(line.claimedMinor, claim.localCurrency),
      file: line.invoiceFile,
    })),
    proofs: claim.proofs.map((proof) => ({ key: nextKey(), kind: proof.kind, note: proof.note ?? '', file: proof.file })),
  };
}

const texts = ['description', 'supplier', 'invoiceNumber', 'invoiceDate', 'cost', 'claimed'] as const;
export const isUntouched = (line: LineDraft): boolean => line.file === null && texts.every((key) => line[key].trim() === '');

/** What keeps an invoice from being stored; whether it is claimed already is judged by whoever knows all claims. */
export function lineFaults(line: LineDraft, currency: string, from: string | null, today: string): LineFaults {
  const faults: LineFaults = {};
  for (const key of texts) if (line[key].trim() === '') faults[key] = 'missing';
  if (line.file === null) faults.file = 'missing';
  if (!faults.invoiceDate && from !== null && line.invoiceDate < from) faults.invoiceDate = 'early';
  if (!faults.invoiceDate && line.invoiceDate > today) faults.invoiceDate = 'late';
  const cost = toMinor(line.cost, currency);
  const claimed = toMinor(line.claimed, currency);
  if (!faults.cost && (cost === undefined || cost < 1)) faults.cost = 'amount';
  if (!faults.claimed && (claimed === undefined || claimed < 1)) faults.claimed = 'amount';
  if (!faults.claimed && cost !== undefined && claimed !== undefined && claimed > cost) faults.claimed = 'tooMuch';
  return faults;
}

export function totals(lines: readonly LineDraft[], currency: string): { costMinor: number; claimedMinor: number } {
  const sum = (key: 'cost' | 'claimed'): number => lines.reduce((total, line) => total + (toMinor(line[key], currency) ?? 0), 0);
  return { costMinor: sum('cost'), claimedMinor: sum('claimed') };
}

type Body = Request<'portalFunds.updateClaim'>['body'];
export type Parts = Required<Pick<Body, 'lines' | 'proofs'>>;
export function partsOf(lines: readonly LineDraft[], proofs: readonly ProofDraft[], currency: string): Parts {
  return {
    lines: lines.flatMap((line) =>
      line.file === null
        ? []
        : [
            {
              description: line.description.trim(),
              supplier: line.supplier.trim(),
              invoiceNumber: line.invoiceNumber.trim(),
              invoiceDate: line.invoiceDate,
              invoiceFileId: line.file.id,
              costMinor: toMinor(line.cost, currency) ?? 0,
              claimedMinor: toMinor(line.claimed, currency) ?? 0,
            },
          ],
    ),
    proofs: proofs.flatMap((proof) => (proof.file === null ? [] : [{ kind: proof.kind, fileId: proof.file.id, note: proof.note.trim() || null }])),
  };
}
