import { useState } from 'react';
import { ApiProblem, type CallInput, callApi, problemSentence } from '../../lib/api/index.ts';
import { t } from '../text.ts';
import { saveFile } from './files.ts';

type FileId = 'portalFunds.file' | 'portalMoney.statementPdf' | 'portalMoney.statementCsv' | 'portalMoney.taxForm';

/** Asks for a file and saves it. Nothing on the page changes by it. */
export function useDownload<Id extends FileId>(id: Id) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  async function save(input: CallInput<Id>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      saveFile(await callApi(id, input));
    } catch (error) {
      setRefusal(error instanceof ApiProblem ? problemSentence(error, error.message) : t('portal.offline.detail'));
    } finally {
      setBusy(false);
    }
  }
  return { save, busy, refusal };
}
