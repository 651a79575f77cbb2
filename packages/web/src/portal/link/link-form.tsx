import { type FormEvent, useRef, useState } from 'react';
import { ApiProblem, callApi, type Result } from '../../lib/api/index.ts';
import { Button } from '../kit/button.tsx';
import { Choose, TextBox, TextInput } from '../kit/fields.tsx';
import { Refused } from '../kit/states.tsx';
import { CheckAnswer, type CheckState } from '../register/check-answer.tsx';
import { domainIn } from '../register/draft.ts';
import { t, tOr } from '../text.ts';

type Opened = Result<'links.open'>;
type Field = Opened['fields'][number];

/** The form a link's holder is shown, made of the fields and verbs the server named. */
export function LinkForm({ link, token, onDone }: { link: Opened; token: string; onDone: (done: Result<'links.use'>) => void }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(link.fields.map((field) => [field.name, field.value ?? ''])));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [checked, setChecked] = useState<CheckState>({ kind: 'none' });
  const asked = useRef('');
  const element = useRef<HTMLFormElement>(null);
  const valueOf = (field: Field): string => values[field.name] ?? '';
  const lacks = (field: Field): boolean => field.required && valueOf(field).trim() === '';

  function change(name: string, value: string): void {
    setValues({ ...values, [name]: value });
    setRefused(Object.fromEntries(Object.entries(refused).filter(([key]) => key !== name)));
  }

  async function check(text: string): Promise<void> {
    const customerDomain = domainIn(text);
    if (customerDomain === asked.current || !customerDomain.includes('.')) return;
    asked.current = customerDomain;
    setChecked({ kind: 'running' });
    try {
      const answer = await callApi('links.check', { body: { token, customerDomain } });
      if (asked.current === customerDomain) setChecked({ kind: 'answered', answer });
    } catch (error) {
      if (asked.current !== customerDomain) return;
      asked.current = '';
      setChecked({ kind: 'failed', sentence: error instanceof ApiProblem ? error.message : t('portal.check.unavailable') });
    }
  }

  async function use(verb: string): Promise<void> {
    if (busy) return;
    setTried(true);
    setRefusal(undefined);
    // Declining needs no answers to the questions of accepting; the server says what a verb lacks.
    const isMain = verb === link.verbs[0]?.key;
    const first = isMain ? link.fields.find(lacks) : undefined;
    if (first) {
      element.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first.name)}"] :is(input, select, textarea)`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const fields = Object.fromEntries(
        link.fields
          .filter((field) => valueOf(field).trim() !== '')
          .map((field) => [field.name, field.kind === 'domain' ? domainIn(valueOf(field)) : valueOf(field).trim()]),
      );
      onDone(await callApi('links.use', { body: { token, verb, fields } }));
    } catch (error) {
      if (error instanceof ApiProblem) {
        setRefused(Object.fromEntries(error.fields.map((field) => [field.path.split('.').at(-1) ?? '', field.sentence])));
        setRefusal(error.fields[0]?.sentence ?? error.message);
      } else setRefusal(t('portal.offline.kept'));
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    const main = link.verbs[0];
    if (main) void use(main.key);
  }

  return (
    <form
      ref={element}
      onSubmit={onSubmit}
      noValidate
      aria-label={link.title}
      className="flex flex-col gap-5 rounded-card border border-line bg-surface p-4 md:p-6"
    >
      {link.fields.map((field) => (
        <div key={field.name} data-field={field.name} className="flex flex-col gap-3">
          <LinkField
            field={field}
            value={valueOf(field)}
            error={refused[field.name] ?? (tried && lacks(field) ? t('portal.missing') : undefined)}
            onChange={(value) => change(field.name, value)}
            onLeave={() => {
              if (field.kind === 'domain') void check(valueOf(field));
            }}
          />
          {field.kind === 'domain' && <CheckAnswer state={checked} />}
        </div>
      ))}
      <Refused sentence={refusal} />
      <div className="flex flex-wrap gap-2">
        {link.verbs.map((verb, index) => (
          <Button
            key={verb.key}
            type={index === 0 ? 'submit' : 'button'}
            look={index === 0 ? 'main' : 'plain'}
            busy={busy}
            onClick={index === 0 ? undefined : () => void use(verb.key)}
          >
            {tOr(`portal.link.verb.${verb.key}`, verb.label)}
          </Button>
        ))}
      </div>
    </form>
  );
}

type FieldProps = { field: Field; value: string; error: string | undefined; onChange: (value: string) => void; onLeave: () => void };

const fallbackLabel = (name: string): string => {
  const words = name.replaceAll(/[_-]+|(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function LinkField({ field, value, error, onChange, onLeave }: FieldProps) {
  const common = { label: tOr(`portal.link.field.${field.name}`, fallbackLabel(field.name)), error, required: field.required };
  if (field.kind === 'choice')
    return (
      <Choose
        {...common}
        choices={field.choices.map((choice) => ({ id: choice.key, label: choice.label }))}
        value={value}
        onChange={onChange}
        emptyLabel={t('ui.select.choose')}
      />
    );
  if (field.kind === 'long_text') return <TextBox {...common} value={value} onChange={onChange} rows={4} maxLength={4000} />;
  const type = field.kind === 'email' ? 'email' : field.kind === 'date' ? 'date' : field.kind === 'days' ? 'number' : 'text';
  return (
    <TextInput
      {...common}
      type={type}
      dir={field.kind === 'domain' ? 'ltr' : undefined}
      inputMode={field.kind === 'domain' ? 'url' : undefined}
      value={value}
      onChange={onChange}
      onBlur={onLeave}
      min={field.kind === 'days' ? 1 : undefined}
      maxLength={4000}
    />
  );
}
