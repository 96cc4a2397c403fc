import type { ListPath, RowOf } from '../api/api.js';
import type { RegisterOptions } from './types.js';

/** Changes many records at once. */
export default function ManyBar<P extends ListPath>(_: {
  options: RegisterOptions<P>;
  selected: ReadonlyMap<string, RowOf<P>>;
  onDone(): void;
}) {
  return null;
}
