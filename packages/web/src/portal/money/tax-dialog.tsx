import { useState } from 'react';
import type { Result } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { dayOf } from '../register/dates.ts';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import { base64Of } from './files.ts';

const kinds = ['w9', 'w8ben', 'w8bene', 'vat', 'other'] as const;
type Kind = (typeof kinds)[number];
const MOST_BYTES = 1_400_000;

export function TaxDialog({ payee, onClose }: { payee: Result<'portalMoney.payee'>; onClose: () => void }) {
  const [today] = useState(() => dayOf(new Date()));
  const [kind, setKind] = useState<Kind | ''>(payee.taxForm?.kind ?? '');
  const [validUntil, setValidUntil] = useState('');
  const [file, setFile] = useState<File>();
  const [tried, setTried] = useState(false);
  const upload = useAct('portalMoney.uploadTaxForm');
  const change = useAct('portalMoney.changePayee', { notice: t('portal.money.sent', { vendor: portalName() }), onDone: onClose });
  const fault = file === undefined ? t('portal.missing') : file.size > MOST_BYTES ? t('portal.money.taxForm.tooLarge') : undefined;
  async function submit(): Promise<void> {
    setTried(true);
    if (file === undefined || fault !== undefined || kind === '' || validUntil < today) return;
    const stored = await upload.run({ body: { fileName: file.name, base64: await base64Of(file) } });
    if (stored) await change.run({ body: { taxForm: { kind, fileId: stored.id, validUntil } } });
  }
  return (
    <FormDialog
      title={t('portal.money.taxForm')}
      verb={t('portal.money.send')}
      busy={upload.busy || change.busy}
      refusal={upload.refusal ?? change.refusal}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <p className="text-muted">{t('portal.money.taxForm.note', { vendor: portalName() })}</p>
      <Choose
        label={t('portal.money.taxForm.kind')}
        choices={kinds.map((id) => ({ id, label: t(`portal.money.form.${id}`) }))}
        value={kind}
        onChange={setKind}
        emptyLabel={t('portal.money.taxForm.choose')}
        error={tried && kind === '' ? t('portal.missing') : undefined}
        required
      />
      <label className="flex flex-col gap-1">
        <span className="font-medium">
          {t('portal.money.taxForm.file')} <span className="font-normal text-muted">{t('ui.required')}</span>
        </span>
        <input
          type="file"
          accept="application/pdf,image/png,image/jpeg"
          aria-required
          aria-invalid={tried && fault !== undefined ? true : undefined}
          onChange={(event) => setFile(event.target.files?.[0])}
          className="w-full rounded-control border border-control bg-surface p-2 file:me-3 file:h-8 file:rounded-control file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:text-text"
        />
        <span className={tried && fault !== undefined ? 'text-12 text-bad' : 'text-12 text-muted'}>
          {tried && fault !== undefined ? fault : t('portal.money.taxForm.file.note')}
        </span>
      </label>
      <TextInput
        label={t('portal.money.taxForm.until')}
        type="date"
        min={today}
        value={validUntil}
        onChange={setValidUntil}
        error={tried && validUntil < today ? t('portal.money.taxForm.until.past') : undefined}
        required
      />
    </FormDialog>
  );
}
