import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Request, type Result } from '../../lib/api/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { notify } from '../kit/notice.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { toMinor } from '../shared/amounts.ts';
import { t } from '../text.ts';
import { CheckAnswer } from './check-answer.tsx';
import { dayOf, endOfQuarter } from './dates.ts';
import { domainIn, dropDraft, keepDraft, type Missing, missingIn, nothingTyped, type Typed } from './draft.ts';
import { MoreFields } from './more-fields.tsx';
import { useCheck } from './use-check.ts';
import { ValueBands } from './value-bands.tsx';

type Form = Result<'portal.registerForm'>;
type Registration = Result<'portalRegistrations.get'>;
type Body = Request<'portalRegistrations.create'>['body'];

function factsOf(typed: Typed, form: Form) {
  const text = (value: string): string | null => value.trim() || null;
  return {
    customerDomain: domainIn(typed.customerDomain),
    contactEmail: typed.contactEmail.trim(),
    valueBand: typed.valueBand,
    closeOn: typed.closeOn,
    companyName: text(typed.companyName),
    contactName: text(typed.contactName),
    country: text(typed.country),
    amountMinor: typed.amount.trim() === '' ? null : (toMinor(typed.amount, form.currency) ?? null),
    productIds: [...typed.productIds],
    story: text(typed.story),
  };
}

/** One act, four fields. Everything typed is kept on the device until it is submitted. */
export function RegisterForm({
  form,
  partnerId,
  edited,
  dealId,
  start,
}: {
  form: Form;
  partnerId: string;
  edited: Registration | undefined;
  dealId: string | null;
  start: Typed;
}) {
  const [typed, setTyped] = useState(start);
  const [missing, setMissing] = useState<Missing>({});
  const element = useRef<HTMLFormElement>(null);
  const submission = useRef(crypto.randomUUID());
  const { state, check } = useCheck();
  const why = useWhyNot()('portal:register');
  const create = useAct('portalRegistrations.create');
  const edit = useAct('portalRegistrations.edit');
  const submitDraft = useAct('portalRegistrations.submit');
  const busy = create.busy || edit.busy || submitDraft.busy;
  const isDraft = edited === undefined || edited.state === 'draft';
  const company = state.kind === 'answered' ? (state.answer.company ?? null) : null;

  function change(part: Partial<Typed>): void {
    const next = { ...typed, ...part };
    setTyped(next);
    setMissing((before) =>
      Object.fromEntries(
        Object.keys(before)
          .filter((name) => !(name in part))
          .map((name) => [name, true]),
      ),
    );
    if (edited === undefined) keepDraft(partnerId, next);
  }

  useEffect(() => {
    if (start.customerDomain !== '') void check(start.customerDomain, start.forPartnerId);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what was there when the form opened; later the field itself asks
  }, []);

  function complete(): boolean {
    const found = missingIn(typed);
    setMissing(found);
    const first = (['customerDomain', 'contactEmail', 'valueBand', 'closeOn'] as const).find((name) => found[name]);
    if (first === undefined) return true;
    element.current?.querySelector<HTMLElement>(`[data-field="${first}"] input`)?.focus();
    return false;
  }

  async function save(asDraft: boolean): Promise<void> {
    if (busy || why !== undefined || !complete()) return;
    const facts = factsOf(typed, form);
    let result: Registration | undefined;
    if (edited === undefined) {
      const kind: Body['kind'] = form.kinds.find((entry) => entry === typed.kind) ?? 'sourcing';
      result = await create.run({
        body: { ...facts, kind, forPartnerId: typed.forPartnerId || null, dealId, draft: asDraft },
        idempotencyKey: `${submission.current}${asDraft ? '-draft' : ''}`,
      });
    } else {
      result = await edit.run({ params: { id: edited.id }, body: facts, ifVersion: edited.version });
      if (result && !asDraft && edited.state === 'draft') result = await submitDraft.run({ params: { id: edited.id }, ifVersion: result.version });
    }
    // A refusal may be answered by changing what was sent: the next try is another one.
    submission.current = crypto.randomUUID();
    if (!result) return;
    if (edited === undefined) dropDraft(partnerId);
    notify(
      t(
        asDraft
          ? 'portal.register.draftSaved'
          : result.state === 'approved'
            ? 'portal.register.approved'
            : isDraft
              ? 'portal.register.submitted'
              : 'portal.register.changed',
        { number: result.number },
      ),
    );
    go(`/portal/registrations/${result.id}`, { replace: edited !== undefined });
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    void save(false);
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void save(false);
  }
  const today = useNow();
  const kept = edited === undefined && JSON.stringify(typed) !== JSON.stringify({ ...nothingTyped, forPartnerId: typed.forPartnerId });

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- ctrl+Enter submits from any field
    <form
      ref={element}
      onSubmit={onSubmit}
      onKeyDown={onKey}
      noValidate
      aria-label={t('portal.register.title')}
      className="flex flex-col gap-5 rounded-card border border-line bg-surface p-4 md:p-6"
    >
      {edited === undefined && form.resellers.length > 0 && (
        <Choose
          label={t('portal.register.for')}
          choices={[{ id: 'own', label: t('portal.register.forUs') }, ...form.resellers.map((one) => ({ id: one.partnerId, label: one.name }))]}
          value={typed.forPartnerId || 'own'}
          onChange={(id) => {
            const forPartnerId = id === 'own' ? '' : id;
            change({ forPartnerId });
            void check(typed.customerDomain, forPartnerId);
          }}
        />
      )}
      <div data-field="customerDomain" className="flex flex-col gap-3">
        <TextInput
          label={t('portal.register.website')}
          note={t('portal.register.website.note')}
          error={missing.customerDomain && t('portal.register.website.missing')}
          value={typed.customerDomain}
          onChange={(customerDomain) => change({ customerDomain })}
          onBlur={() => void check(typed.customerDomain, typed.forPartnerId)}
          readOnly={!isDraft}
          placeholder="example.com"
          inputMode="url"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          dir="ltr"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one thing this page is for
          autoFocus
          required
        />
        <CheckAnswer state={state} protectionDays={form.protectionDays} />
      </div>
      <div data-field="contactEmail">
        <TextInput
          label={t('portal.register.contact')}
          error={missing.contactEmail && t('portal.register.contact.missing')}
          value={typed.contactEmail}
          onChange={(contactEmail) => change({ contactEmail })}
          type="email"
          autoComplete="off"
          placeholder="name@example.com"
          required
        />
      </div>
      <div data-field="valueBand">
        <ValueBands
          bands={form.valueBands}
          value={typed.valueBand}
          onChange={(valueBand) => change({ valueBand })}
          error={missing.valueBand && t('portal.register.value.missing')}
        />
      </div>
      <div data-field="closeOn" className="flex flex-wrap items-end gap-2">
        <TextInput
          label={t('portal.register.close')}
          error={missing.closeOn && t('portal.register.close.missing')}
          value={typed.closeOn}
          onChange={(closeOn) => change({ closeOn })}
          type="date"
          min={dayOf(today)}
          className="w-44 max-md:w-full"
          required
        />
        {([0, 1] as const).map((ahead) => (
          <Button key={ahead} onClick={() => change({ closeOn: endOfQuarter(today, ahead) })} aria-pressed={typed.closeOn === endOfQuarter(today, ahead)}>
            {t(ahead === 0 ? 'portal.register.thisQuarter' : 'portal.register.nextQuarter')}
          </Button>
        ))}
      </div>
      <MoreFields form={form} typed={typed} change={change} mayChooseKind={edited === undefined} company={company} />
      <Refused sentence={create.refusal ?? edit.refusal ?? submitDraft.refusal} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="main" busy={busy} why={why} aria-keyshortcuts="Control+Enter Meta+Enter">
          {t(isDraft ? 'portal.register.submit' : 'portal.register.saveChanges')}
        </Button>
        {isDraft && (
          <Button onClick={() => void save(true)} busy={busy} why={why}>
            {t('portal.register.saveDraft')}
          </Button>
        )}
        {kept && (
          <Button
            look="quiet"
            onClick={() => {
              dropDraft(partnerId);
              setTyped(nothingTyped);
              setMissing({});
            }}
          >
            {t('portal.register.clear')}
          </Button>
        )}
        <span className="text-12 text-muted">{kept ? t('portal.register.kept') : t('portal.register.keys')}</span>
      </div>
    </form>
  );
}
