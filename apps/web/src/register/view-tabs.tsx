import { useTranslation } from 'react-i18next';
import type { Search } from '../router.js';
import classes from './register.module.css';
import type { RegisterOptions } from './types.js';

const plain = (search: Search) => new URLSearchParams({ ...search, layout: '' });
/** Whether two addresses show the same rows, whatever the order of their names. */
function same(one: Search, other: Search): boolean {
  const [mine, theirs] = [plain(one), plain(other)];
  mine.sort();
  theirs.sort();
  return mine.toString() === theirs.toString();
}

/** The views of a register as tabs: those that everybody has, then saved ones. */
export function ViewTabs({
  views,
  search,
  onChoose,
}: {
  page: string;
  views: RegisterOptions<'/api/v1/nonconformities'>['views'];
  search: Search;
  onChoose(search: Search): void;
}) {
  const { t } = useTranslation();
  return (
    <nav className={classes.tabs} aria-label={t('register.views')}>
      {views.map((view) => (
        <button
          key={view.key}
          type="button"
          className={classes.tab}
          aria-current={same(view.search, search) ? 'page' : undefined}
          onClick={() => onChoose(view.search)}
        >
          {view.label}
        </button>
      ))}
    </nav>
  );
}
