import { Plus } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { type Definition, freshId, newRule, placed, placeOf, type Problem, type Rule } from '../definition.ts';
import { RuleEditor } from './rule-editor.tsx';
import { type RuleActs, RuleList } from './rule-list.tsx';

/** The rules in their order on one side, the chosen one on the other; below each other where there is no room. */
export function RulesTab({
  draft,
  problems,
  isDisabled,
  put,
}: {
  draft: Definition;
  problems: readonly Problem[];
  isDisabled: boolean;
  put: (change: (before: Definition) => Definition) => void;
}) {
  const url = useUrlState();
  const { rules } = draft;
  const open = rules.find((rule) => rule.id === url.text('rule')) ?? rules[0];
  const place = open === undefined ? -1 : rules.indexOf(open);
  const show = (id: string) => url.set({ rule: id });
  const setRules = (change: (before: readonly Rule[]) => readonly Rule[]) => put((before) => ({ ...before, rules: [...change(before.rules)] }));
  const placesWrong = new Set(problems.flatMap((problem) => placeOf(problem).rule ?? []));

  const acts: RuleActs = {
    move: (id, to) =>
      setRules((before) =>
        placed(
          before,
          before.findIndex((rule) => rule.id === id),
          to,
        ),
      ),
    copy: (id) => {
      const rule = rules.find((one) => one.id === id);
      if (rule === undefined) return;
      const copied = { ...rule, id: freshId(rules), name: t('programs.rule.copyOf', { name: rule.name }).slice(0, 120), enabled: false };
      setRules((before) => before.flatMap((one) => (one.id === id ? [one, copied] : [one])));
      show(copied.id);
    },
    remove: (id) => {
      const at = rules.findIndex((rule) => rule.id === id);
      const rule = rules[at];
      if (rule === undefined) return;
      setRules((before) => before.filter((one) => one.id !== id));
      toast(t('programs.rule.removed', { name: rule.name }), {
        undo: () =>
          setRules((before) => {
            const rest = before.filter((one) => one.id !== id);
            return placed([...rest, rule], rest.length, at);
          }),
      });
    },
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-2">
        <p className="text-12 text-muted">{t('programs.rules.note')}</p>
        <RuleList rules={rules} open={open?.id} wrong={placesWrong} isDisabled={isDisabled} onOpen={show} acts={acts} />
        {!isDisabled && (
          <Button
            className="self-start"
            icon={<Plus size={14} aria-hidden />}
            onPress={() => {
              const rule = newRule(rules, t('programs.rule.new'), t('registrations.effect.review'));
              setRules((before) => [...before, rule]);
              show(rule.id);
            }}
          >
            {t('programs.rule.add')}
          </Button>
        )}
      </div>
      {open === undefined ? (
        <p className="text-muted">{t('programs.rule.select')}</p>
      ) : (
        <RuleEditor
          key={open.id}
          rule={open}
          place={place}
          definition={draft}
          problems={problems.filter((problem) => placeOf(problem).rule === place)}
          isDisabled={isDisabled}
          onChange={(changes) => setRules((before) => before.map((one) => (one.id === open.id ? { ...one, ...changes } : one)))}
        />
      )}
    </div>
  );
}
