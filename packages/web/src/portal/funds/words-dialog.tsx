import { type ReactNode, useState } from 'react';
import { FormDialog } from '../kit/dialog.tsx';
import { TextBox } from '../kit/fields.tsx';
import { t } from '../text.ts';

type Words = { label: string; value: string; onChange: (text: string) => void; tried: boolean };

/** Words that have to be given: it is said once somebody tried without. */
export function NeededWords({ label, value, onChange, tried }: Words) {
  return (
    <TextBox label={label} value={value} onChange={onChange} maxLength={4000} error={tried && value.trim() === '' ? t('portal.missing') : undefined} required />
  );
}

type Act = { readonly busy: boolean; readonly refusal: string | undefined };
type Props = {
  title: string;
  verb?: string;
  label: string;
  danger?: boolean;
  act: Act;
  onWords: (words: string) => void;
  onClose: () => void;
  children: ReactNode;
};

/** One step that needs nothing but words: an answer, or why something is taken back. */
export function WordsDialog({ title, verb = title, label, danger = false, act, onWords, onClose, children }: Props) {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  function submit(): void {
    setTried(true);
    if (words.trim() !== '') onWords(words.trim());
  }
  return (
    <FormDialog title={title} verb={verb} danger={danger} busy={act.busy} refusal={act.refusal} onClose={onClose} onSubmit={submit}>
      {children}
      <NeededWords label={label} value={words} onChange={setWords} tried={tried} />
    </FormDialog>
  );
}

/** What the workspace asked, and the answer, which sends the record again. */
export function AnswerDialog({ question, ...rest }: { question: string | null } & Pick<Props, 'act' | 'onWords' | 'onClose'>) {
  return (
    <WordsDialog title={t('portal.funds.act.answer')} verb={t('portal.funds.claim.sendAnswer')} label={t('portal.funds.act.answer.label')} {...rest}>
      {question !== null && <p dir="auto">{question}</p>}
    </WordsDialog>
  );
}
