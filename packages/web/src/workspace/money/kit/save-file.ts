import { useState } from 'react';
import { problemSentence } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { toast } from '../../../ui/toast.tsx';

type AnsweredFile = { fileName: string; mediaType: string } & ({ text: string } | { base64: string });

/** Gives a file that came as an answer to the reader, byte for byte. */
export function saveFile(file: AnsweredFile): void {
  const content = 'text' in file ? file.text : Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([content], { type: file.mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/** One file at a time; a refusal is said where everything else is said. */
export function useSaving() {
  const [saving, setSaving] = useState(false);
  async function save(read: () => Promise<AnsweredFile>): Promise<boolean> {
    setSaving(true);
    try {
      saveFile(await read());
      return true;
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
      return false;
    } finally {
      setSaving(false);
    }
  }
  return { saving, save };
}
