import { FileText } from 'lucide-react';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useSaving } from '../kit/save-file.ts';
import { Minor } from './marks.tsx';
import type { ClaimDetail } from './words.ts';

type File = ClaimDetail['proofs'][number]['file'];

function FileButton({ claimId, file }: { claimId: string; file: File }) {
  const { saving, save } = useSaving();
  return (
    <button
      type="button"
      disabled={saving}
      onClick={() => void save(() => callApi('fundClaims.file', { params: { id: claimId, childId: file.id } }))}
      className="link inline-flex max-w-full items-center gap-1.5 text-start"
    >
      <FileText size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <bdi className="truncate">{file.name}</bdi>
      <bdi className="num text-12 text-muted">{`${formatNumber(Math.max(1, Math.round(file.sizeBytes / 1024)))} KB`}</bdi>
    </button>
  );
}

/** Each invoice with its file, what it cost, what is claimed of it and what was approved; the columns add up in the foot. */
export function ClaimLines({ claim }: { claim: ClaimDetail }) {
  const currency = claim.localCurrency;
  const sum = (of: (line: ClaimDetail['lines'][number]) => number) => claim.lines.reduce((total, line) => total + of(line), 0);
  const decided = claim.lines.some((line) => line.approvedMinor !== null);
  const heads = [t('funds.line.cost'), t('funds.claimed'), ...(decided ? [t('funds.approved')] : [])];
  return (
    <Card title={t('funds.lines')} note={t('funds.lines.note', { currency })} flush>
      {claim.lines.length === 0 ? (
        <Nothing>{t('funds.lines.none')}</Nothing>
      ) : (
        /* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */
        <section tabIndex={0} aria-label={t('funds.lines')} className="relative overflow-x-auto">
          <table className="w-full min-w-160 border-collapse">
            <thead className="text-12 text-muted">
              <tr>
                <th scope="col" className="px-4 py-2 text-start font-medium">
                  {t('funds.line')}
                </th>
                <th scope="col" className="px-3 py-2 text-start font-medium">
                  {t('funds.invoice')}
                </th>
                {heads.map((head) => (
                  <th key={head} scope="col" className="px-3 py-2 text-end font-medium whitespace-nowrap last:pe-4">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {claim.lines.map((line) => (
                <tr key={line.number} className="border-t border-line align-top">
                  <th scope="row" className="px-4 py-2 text-start font-normal">
                    <bdi className="font-medium">{line.description}</bdi>
                    <span className="block text-12 text-muted">
                      <bdi>{line.supplier}</bdi>
                    </span>
                    {line.reason !== null && (
                      <span className="block text-12 text-warn">
                        <bdi>{line.reason}</bdi>
                      </span>
                    )}
                  </th>
                  <td className="px-3 py-2">
                    <bdi>{line.invoiceNumber}</bdi> · <DateText date={line.invoiceDate} />
                    <span className="block">
                      <FileButton claimId={claim.id} file={line.invoiceFile} />
                    </span>
                  </td>
                  <td className="px-3 py-2 text-end">
                    <Minor amountMinor={line.costMinor} currency={currency} />
                  </td>
                  <td className="px-3 py-2 text-end last:pe-4">
                    <Minor amountMinor={line.claimedMinor} currency={currency} />
                  </td>
                  {decided && (
                    <td className="px-3 py-2 pe-4 text-end font-medium">
                      <Minor amountMinor={line.approvedMinor} currency={currency} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr className="border-t border-line-strong font-medium">
                <th scope="row" colSpan={2} className="px-4 py-2 text-start font-medium">
                  {t('funds.totalIn', { currency })}
                </th>
                <td className="px-3 py-2 text-end">
                  <ExactMoney value={{ amountMinor: sum((line) => line.costMinor), currency }} />
                </td>
                <td className="px-3 py-2 text-end last:pe-4">
                  <ExactMoney value={{ amountMinor: sum((line) => line.claimedMinor), currency }} />
                </td>
                {decided && (
                  <td className="px-3 py-2 pe-4 text-end">
                    <ExactMoney value={{ amountMinor: sum((line) => line.approvedMinor ?? 0), currency }} />
                  </td>
                )}
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </Card>
  );
}

export function Proofs({ claim }: { claim: ClaimDetail }) {
  return (
    <Card title={t('funds.proofs')} flush>
      {claim.missingProof.length > 0 && (
        <p className="border-b border-line bg-warn-soft px-4 py-2 text-warn">
          {t('funds.proofs.missing', { list: claim.missingProof.map((proof) => t(`funds.proof.${proof}`)).join(', ') })}
        </p>
      )}
      {claim.proofs.length === 0 ? (
        <Nothing>{t('funds.proofs.none')}</Nothing>
      ) : (
        <ul>
          {claim.proofs.map((proof) => (
            <li key={`${proof.kind}${proof.fileId}`} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-2 last:border-b-0">
              <span className="w-28 text-muted">{t(`funds.proof.${proof.kind}`)}</span>
              <span className="min-w-0 flex-1">
                <FileButton claimId={claim.id} file={proof.file} />
                {proof.note !== null && (
                  <span className="block text-12 text-muted">
                    <bdi>{proof.note}</bdi>
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
