import type { RejectLimit } from '../../core/settings.ts';
import { beyondLimit, limitText } from '../../reconcile/limits.ts';
import type { Figures } from '../figures.ts';
import { type Gate, type GateInput, gate } from './gate.ts';

/** What is loaded is known by its figures, so the load's own refusal is foreseen. */
export function rejectsGate({ entities }: Figures, { settings }: GateInput): Gate {
  const name = 'limit of rejects';
  const { refuse } = settings.rejects;
  const stated = Object.keys(refuse).length > 0;
  const limits = stated ? refuse : DEFAULT_LIMIT;
  const beyond = beyondLimit(entities, limits);
  const setting = {
    ...limits,
    ...Object.fromEntries(beyond.map(({ entity, rejected }) => [entity, counted(rejected)])),
  };
  const remedy = `As many as were signed are allowed by this in the config: rejects: { refuse: { ${Object.entries(
    setting,
  )
    .map(([entity, limit]) => `${entity === '*' ? '"*"' : entity}: ${limitText(limit)}`)
    .join(', ')} } }.`;
  if (!stated)
    return gate(
      name,
      false,
      'rejects.refuse is not stated',
      `Say in the config from how many rejected records on production refuses a load. ${remedy}`,
    );
  const most = 5;
  return gate(
    name,
    beyond.length === 0,
    beyond.length === 0
      ? `${entities.reduce((sum, { rejected }) => sum + rejected, 0)} records were rejected, within rejects.refuse`
      : [
          ...beyond
            .slice(0, most)
            .map(
              ({ entity, rejected, read, limit }) =>
                `${entity} ${rejected} of ${read}, allowed ${limitText(limit)}`,
            ),
          ...(beyond.length > most ? [`and ${beyond.length - most} more`] : []),
        ].join('; '),
    `Mend records in Gingr, extract anew and rehearse that. Or: ${remedy}`,
  );
}

/** Proposed to whoever stated none. */
const DEFAULT_LIMIT: Record<string, RejectLimit> = { '*': { kind: 'share', value: 0.02 } };

const counted = (value: number): RejectLimit => ({ kind: 'count', value });
