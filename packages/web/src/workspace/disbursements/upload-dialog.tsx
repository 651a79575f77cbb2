import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { type CallInput, useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { headerOf } from './csv-header.ts';
import { billingReads, type Imported, type Source } from './words.ts';

type Mapping = NonNullable<CallInput<'disbursements.upload'>['body']['mapping']>;
type Column = keyof Mapping;
const columns = [
  'key',
  'type',
  'amount',
  'occurredAt',
  'currency',
  'action',
  'agreement',
  'offer',
  'invoice',
  'disbursement',
  'buyerAccount',
  'buyerName',
  'product',
] as const satisfies readonly Column[];
const OTHER = ' other';
const BY_NAME = ' name';
const MOST = 1_500_000;
const CURRENCY = /^[A-Z]{3}$/;

/** A report of a marketplace without a feed: its file, whose it is, and which of its columns holds what. */
export function UploadDialog({ sources, marketplace: first, onClose }: { sources: readonly Source[]; marketplace?: string; onClose: () => void }) {
  const places = useApi('marketplaces.list', undefined, { staleTime: 60_000 });
  const names = [
    ...new Set([...sources.filter((one) => one.connectionId === null).map((one) => one.marketplace), ...(places.data?.items ?? []).map((one) => one.name)]),
  ];
  const [chosen, setChosen] = useState<string | null>(first ?? null);
  const [other, setOther] = useState('');
  const [file, setFile] = useState<{ file: File; csv: string; headers: readonly string[] }>();
  const [typed, setTyped] = useState<Partial<Record<Column, string>>>({});
  const [currency, setCurrency] = useState('');
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<Imported>();
  const upload = useApiMutation('disbursements.upload', { invalidates: billingReads, onDone: setDone });
  const marketplace = chosen === OTHER || names.length === 0 ? other.trim() : (chosen ?? '');
  const kept = sources.find((one) => one.connectionId === null && one.marketplace === marketplace)?.mapping ?? {};
  const headers = file?.headers ?? [];
  const columnIn = (column: Column): string | undefined => typed[column] ?? headers.find((header) => header === kept[column]);
  const tooLarge = file !== undefined && file.file.size > MOST;
  const wrongCurrency = currency.trim() !== '' && !CURRENCY.test(currency.trim().toUpperCase());
  async function take(next: File | null) {
    upload.reset();
    setTyped({});
    if (next === null) return setFile(undefined);
    const csv = next.size > MOST ? '' : await next.text();
    setFile({ file: next, csv, headers: headerOf(csv) });
  }
  function submit() {
    setTried(true);
    if (file === undefined || tooLarge || marketplace === '' || wrongCurrency) return;
    const mapping = Object.fromEntries(
      columns.flatMap((column) => {
        const header = columnIn(column);
        return header === undefined || header === BY_NAME ? [] : [[column, header] as const];
      }),
    ) as Mapping;
    const known = currency.trim().toUpperCase();
    upload.mutate({
      body: {
        marketplace,
        fileName: file.file.name,
        csv: file.csv,
        ...(Object.keys(mapping).length > 0 ? { mapping } : {}),
        ...(known === '' ? {} : { currency: known }),
      },
    });
  }
  if (done !== undefined) return <Result done={done} onClose={onClose} />;
  return (
    <FormDrawer
      title={t('disbursements.upload.title')}
      verb={t('disbursements.upload')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={upload.isPending}
      error={upload.error}
    >
      {names.length > 0 && (
        <Select
          label={t('disbursements.upload.marketplace')}
          isRequired
          options={[...names.map((id) => ({ id, label: id })), { id: OTHER, label: t('disbursements.upload.other') }]}
          value={chosen}
          onChange={setChosen}
          error={tried && chosen === null ? t('disbursements.upload.fillIn') : undefined}
        />
      )}
      {(chosen === OTHER || names.length === 0) && (
        <TextField
          label={t('disbursements.upload.otherName')}
          isRequired
          validationBehavior="aria"
          maxLength={200}
          value={other}
          onChange={setOther}
          error={tried && other.trim() === '' ? t('disbursements.upload.fillIn') : undefined}
        />
      )}
      <FileDrop
        label={t('disbursements.upload.file')}
        hint={t('disbursements.upload.hint')}
        accept={['.csv', '.tsv', 'text/csv', 'text/plain']}
        file={file?.file ?? null}
        onFile={(next) => void take(next)}
      />
      {((tried && file === undefined) || tooLarge) && (
        <p role="alert" className="text-12 text-bad">
          {t(tooLarge ? 'disbursements.upload.large' : 'disbursements.upload.missing')}
        </p>
      )}
      <TextField
        label={t('disbursements.upload.currency')}
        value={currency}
        onChange={setCurrency}
        maxLength={3}
        placeholder="EUR"
        className="w-48"
        validationBehavior="aria"
        error={wrongCurrency ? t('disbursements.upload.fillIn') : undefined}
      />
      {file !== undefined && !tooLarge && (
        <fieldset className="flex min-w-0 flex-col gap-3 border-t border-line pt-4">
          <legend className="sr-only">{t('disbursements.upload.mapping')}</legend>
          <p aria-hidden className="font-medium">
            {t('disbursements.upload.mapping')}
          </p>
          <p className="text-12 text-muted">{t(headers.length === 0 ? 'disbursements.upload.noHeader' : 'disbursements.upload.mapping.note')}</p>
          <div className="grid gap-3 sm:grid-cols-2">
            {headers.length > 0 &&
              columns.map((column) => (
                <Select
                  key={column}
                  label={t(`disbursements.column.${column}`)}
                  options={[{ id: BY_NAME, label: t('disbursements.upload.byName') }, ...headers.map((header) => ({ id: header, label: header }))]}
                  value={columnIn(column) ?? BY_NAME}
                  onChange={(header) => setTyped({ ...typed, [column]: header })}
                />
              ))}
          </div>
        </fieldset>
      )}
    </FormDrawer>
  );
}

function Result({ done, onClose }: { done: Imported; onClose: () => void }) {
  return (
    <Dialog
      title={t('disbursements.upload.title')}
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <output className="block">
          <ul className="flex flex-col gap-1">
            <li className="font-medium">{t('disbursements.upload.added', { n: done.added })}</li>
            {done.known > 0 && <li>{t('disbursements.upload.known', { n: done.known })}</li>}
            <li>{t('disbursements.upload.matched', { matched: done.matched, unmatched: done.unmatched })}</li>
            <li className={done.refused.length > 0 ? 'text-bad' : 'text-muted'}>{t('disbursements.upload.refused', { n: done.refused.length })}</li>
          </ul>
        </output>
        {done.unmatched > 0 && (
          <Link to="/disbursements" search={{ tab: 'lines' }} onClick={onClose} className="link">
            {t('disbursements.upload.toUnmatched')}
          </Link>
        )}
        {done.refused.length > 0 && (
          <div className="overflow-hidden rounded-popover border border-line">
            <table className="w-full">
              <caption className="sr-only">{t('disbursements.upload.refusedRows')}</caption>
              <thead className="text-12 text-muted">
                <tr>
                  <th scope="col" className="w-16 px-3 py-1.5 text-end font-medium">
                    {t('disbursements.upload.row')}
                  </th>
                  <th scope="col" className="px-3 py-1.5 text-start font-medium">
                    {t('disbursements.upload.why')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {done.refused.slice(0, 200).map((one, index) => (
                  <tr key={index} className="border-t border-line align-top">
                    <td className="num px-3 py-1.5 text-end">{one.row}</td>
                    <td className="px-3 py-1.5">
                      <bdi>{one.sentence}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Dialog>
  );
}
