import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { testWords } from '../../registrations/words.ts';
import { isKnownTest, newTest, type RuleTest, testKinds } from '../definition.ts';
import { TestFields } from './test-fields.tsx';

const MOST_TESTS = 10;

/** All of these must hold. A test of a kind this version does not know is shown for what it does: it lets nothing through. */
export function TestList({
  tests,
  currency,
  isDisabled,
  onChange,
}: {
  tests: readonly RuleTest[];
  currency: string;
  isDisabled: boolean;
  onChange: (tests: RuleTest[]) => void;
}) {
  const put = (index: number, test: RuleTest) => onChange(tests.map((one, at) => (at === index ? test : one)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-12 font-medium">{t('programs.rule.when')}</legend>
      {tests.map((test, index) => (
        <div key={index} className="flex flex-col gap-3 rounded-popover border border-line p-3">
          <div className="flex items-end gap-2">
            {isKnownTest(test) ? (
              <Select
                label={t('programs.rule.testNamed', { n: index + 1 })}
                options={testKinds.map((id) => ({ id, label: testWords(id) }))}
                value={test.kind}
                isDisabled={isDisabled}
                onChange={(kind) => {
                  if (kind !== test.kind) put(index, newTest(kind, currency));
                }}
                className="flex-1"
              />
            ) : (
              <p className="flex-1 rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('programs.rule.unknown', { kind: test.kind })}</p>
            )}
            {!isDisabled && (
              <IconButton
                label={t('programs.rule.removeTest', { n: index + 1 })}
                isDisabled={tests.length === 1}
                onPress={() => onChange(tests.filter((_, at) => at !== index))}
              >
                <Trash2 size={14} aria-hidden />
              </IconButton>
            )}
          </div>
          <TestFields key={test.kind} test={test} isDisabled={isDisabled} onChange={(next) => put(index, next)} />
        </div>
      ))}
      {!isDisabled && tests.length < MOST_TESTS && (
        <Button className="self-start" size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => onChange([...tests, newTest('always', currency)])}>
          {t('programs.rule.addTest')}
        </Button>
      )}
    </fieldset>
  );
}
