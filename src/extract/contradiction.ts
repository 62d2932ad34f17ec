import { refusal } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { Manifest } from '../snapshot/format.ts';
import { declaredOf } from './declared.ts';

/** What a snapshot was sealed with is never changed: other words about the same data are refused. */
export function withoutContradiction(manifest: Manifest, settings: Settings): Manifest {
  const hint = `Leave the setting as it was when snapshot ${manifest.id.slice(0, 12)} was made, or use another --workspace.`;
  const refuse = (what: string) => refusal('SNAPSHOT_CONTRADICTED', what, hint, { stage: 'extract' });
  if (settings.asOf !== null && Date.parse(settings.asOf) !== Date.parse(manifest.asOf)) {
    throw refuse(`The same data was extracted before as of ${manifest.asOf}, not as of ${settings.asOf}`);
  }
  for (const { entity, completeness, completeAt = [] } of manifest.entities) {
    const now = declaredOf(entity, settings);
    if (completeness === now.completeness && completeAt.join() === (now.completeAt ?? []).join()) continue;
    const at = completeAt.length > 0 ? ` but at ${completeAt.join(', ')}` : '';
    throw refuse(`The same data was extracted before with ${entity} declared ${completeness}${at}`);
  }
  return manifest;
}
