import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import type { Definition } from '../definition.ts';
import { placeOf, type Problem } from '../definition.ts';
import { WholeField } from '../kit/numbers.tsx';
import { CalendarTerms } from './calendars-card.tsx';
import { DecisionTerms } from './decision-card.tsx';
import { BandTerms, CreditTerms } from './money-cards.tsx';
import type { TermsPart } from './part.ts';
import { ProtectionTerms } from './protection-card.tsx';

export function TermsTab(part: TermsPart) {
  const at = (name: string): readonly Problem[] => part.problems.filter((problem) => placeOf(problem).part === name);
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <ProtectionTerms {...part} problems={at('protection')} />
        <DecisionTerms {...part} problems={[...at('decision'), ...at('currency')]} />
        <LimitTerms {...part} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <BandTerms {...part} problems={at('valueBands')} />
        <CreditTerms {...part} problems={at('sellerCredit')} />
        <CalendarTerms {...part} problems={[]} />
      </div>
    </div>
  );
}

function LimitTerms({ draft, isDisabled, put }: TermsPart) {
  const limits = (changes: Partial<Definition['limits']>) => put((before) => ({ ...before, limits: { ...before.limits, ...changes } }));
  const cases = (changes: Partial<Definition['cases']>) => put((before) => ({ ...before, cases: { ...before.cases, ...changes } }));
  return (
    <>
      <Card title={t('programs.terms.limits')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <WholeField
            label={t('programs.terms.perDay')}
            value={draft.limits.registrationsPerDay}
            min={1}
            max={100_000}
            isDisabled={isDisabled}
            onChange={(registrationsPerDay) => limits({ registrationsPerDay })}
          />
          <WholeField
            label={t('programs.terms.perMinute')}
            value={draft.limits.checksPerMinute}
            min={1}
            max={10_000}
            isDisabled={isDisabled}
            onChange={(checksPerMinute) => limits({ checksPerMinute })}
          />
        </div>
      </Card>
      <Card title={t('programs.terms.cases')}>
        <div className="grid gap-4 sm:grid-cols-3">
          <WholeField
            label={t('programs.terms.evidence')}
            value={draft.cases.evidenceHours}
            min={1}
            max={1000}
            unit="hour"
            isDisabled={isDisabled}
            onChange={(evidenceHours) => cases({ evidenceHours })}
          />
          <WholeField
            label={t('programs.terms.ruling')}
            value={draft.cases.rulingHours}
            min={1}
            max={1000}
            unit="hour"
            isDisabled={isDisabled}
            onChange={(rulingHours) => cases({ rulingHours })}
          />
          <WholeField
            label={t('programs.terms.appeal')}
            value={draft.cases.appealDays}
            min={1}
            unit="day"
            isDisabled={isDisabled}
            onChange={(appealDays) => cases({ appealDays })}
          />
        </div>
      </Card>
    </>
  );
}
