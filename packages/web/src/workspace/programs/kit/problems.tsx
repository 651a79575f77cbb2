import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import type { Problem } from '../definition.ts';

export function Problems({ problems, className }: { problems: readonly Problem[]; className?: string }) {
  if (problems.length === 0) return null;
  return (
    <div role="alert" aria-label={t('programs.problem.title')} className={cx('rounded-popover bg-bad-soft px-3 py-2 text-bad', className)}>
      <ul className="flex flex-col gap-1">
        {problems.map((problem) => (
          <li key={`${problem.path}${problem.code}`}>
            <bdi>{problem.sentence}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
